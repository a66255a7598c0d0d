// The list of what can be written at the caret: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/.
"use strict";

(() => {
  const { complete, index } = globalThis.visitkgEditor;

  // Return what opens and closes the list, and takes its keys, over the parts of an editor.
  const openSuggestions = ({ area, field, form, make, replace, shown, status }) => {
    const list = make("ul", {
      class: "editor-list",
      id: "editor-list",
      role: "listbox",
      "aria-label": "Suggestions",
      tabindex: "0",
      hidden: "",
    });
    field.append(list);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    area.setAttribute("aria-controls", "editor-list");

    let data = null;
    let loading = null;
    let offered = { items: [] };
    let active = -1;

    const load = () => {
      loading =
        loading ||
        fetch(form.dataset.completions)
          .then(async (answer) => {
            if (!answer.ok) throw new Error(`completions: ${answer.status}`);
            data = index(await answer.json());
            return data;
          })
          .catch(() => {
            loading = null;
            return null;
          });
      return loading;
    };

    const searched = new Set();
    const search = async (typed) => {
      if (!data.more || typed.length < 2 || typed.startsWith("?") || searched.has(typed))
        return false;
      searched.add(typed);
      try {
        const answer = await fetch(
          `${form.dataset.completions}?${new URLSearchParams({ start: typed })}`,
        );
        if (!answer.ok) return false;
        const known = new Set(data.instances.map((each) => each.name));
        const found = (await answer.json()).instances.filter((each) => !known.has(each.name));
        data = index({ ...data, instances: [...data.instances, ...found] });
        return found.length > 0;
      } catch {
        return false;
      }
    };

    // What was asked for before the list was closed opens it no more.
    let turn = 0;

    const close = () => {
      turn += 1;
      hide();
    };

    const hide = () => {
      list.hidden = true;
      list.replaceChildren();
      offered = { items: [] };
      active = -1;
      area.removeAttribute("aria-activedescendant");
    };

    const choose = (wanted) => {
      const items = [...list.children];
      if (!items.length) return;
      active = (wanted + items.length) % items.length;
      items.forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
      items[active].scrollIntoView({ block: "nearest" });
      area.setAttribute("aria-activedescendant", items[active].id);
    };

    const take = (at) => {
      const { start, end } = offered;
      const { insert, kind } = offered.items[at];
      const isOpen = kind === "function" && area.value[end] !== "(";
      close();
      replace(start, end, isOpen ? `${insert}()` : insert);
      if (isOpen) area.setSelectionRange(area.selectionStart - 1, area.selectionStart - 1);
      close();
      if (insert.endsWith(":")) suggest(false);
    };

    const option = (item, at) => {
      const line = make(
        "li",
        { role: "option", id: `editor-option-${at}`, "aria-selected": "false" },
        make("span", { class: "editor-name" }, item.insert),
      );
      if (item.label) line.append(" ", make("bdi", { class: "editor-label" }, item.label));
      const others = (item.others || []).slice(0, 2).join(", ");
      if (others) line.append(" ", make("bdi", { class: "editor-label" }, others));
      line.append(
        " ",
        make(
          "span",
          { class: "editor-kind" },
          item.expects ? `${item.kind}, ${item.expects}` : item.kind,
        ),
      );
      if (item.note) line.title = item.note;
      line.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(at);
      });
      return line;
    };

    // Where the caret is, from the upper left of the field; under the text area of a large query.
    const caret = (offset) => {
      const box = field.getBoundingClientRect();
      if (field.classList.contains("is-plain")) return { left: 0, top: box.height };
      const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
      let left = offset;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (left <= node.length) {
          const range = document.createRange();
          range.setStart(node, Math.max(0, left - 1));
          range.setEnd(node, left);
          const rects = range.getClientRects();
          const place = rects[rects.length - 1] || shown.getBoundingClientRect();
          const isNewLine = node.data[left - 1] === "\n";
          const height = parseFloat(getComputedStyle(shown).lineHeight);
          const start = shown.getBoundingClientRect().left;
          return {
            left: (isNewLine || left === 0 ? start : place.right) - box.left,
            top: place.top - box.top + height * (isNewLine ? 2 : 1),
          };
        }
        left -= node.length;
      }
      return { left: 0, top: box.height };
    };

    const suggest = async (isAsked) => {
      turn += 1;
      const mine = turn;
      await load();
      if (mine !== turn) return;
      if (data === null || area.selectionStart !== area.selectionEnd) return hide();
      const offset = area.selectionStart;
      offered = complete(area.value, offset, data);
      if (
        !offered.items.length ||
        (!isAsked && offered.items.length === 1 && offered.items[0].insert === offered.typed)
      ) {
        if (isAsked) status.textContent = "No suggestions.";
        hide();
      } else {
        list.replaceChildren(...offered.items.map(option));
        list.hidden = false;
        active = -1;
        area.removeAttribute("aria-activedescendant");
        const place = caret(offered.start);
        list.style.top = `${Math.min(place.top, field.clientHeight)}px`;
        list.style.left = `${Math.max(0, Math.min(place.left, field.clientWidth - list.offsetWidth))}px`;
        list.scrollTop = 0;
        const count = offered.items.length;
        status.textContent = `${count} ${count === 1 ? "suggestion" : "suggestions"}: arrows choose, Enter takes, Escape closes.`;
        if (isAsked) choose(0);
      }
      const typed = offered.typed || area.value.slice(0, offset).match(/[^\s?{}()]*$/u)[0];
      if (typed && (await search(typed)) && mine === turn) suggest(isAsked);
    };

    const keys = {
      ArrowDown: () => choose(active + 1),
      ArrowUp: () => choose(active < 0 ? -1 : active - 1),
      PageDown: () => choose(Math.min(active + 8, list.children.length - 1)),
      PageUp: () => choose(Math.max(active - 8, 0)),
      Escape: close,
    };

    // Return whether a key was one of the open list; Tab with nothing chosen leaves the text.
    const press = (event) => {
      if (list.hidden) return false;
      const isTaking = active >= 0 && !event.shiftKey && ["Enter", "Tab"].includes(event.key);
      if (event.key in keys) keys[event.key]();
      else if (isTaking) take(active);
      else {
        // The list scrolls, so it can be focused; the key goes past it.
        if (event.key === "Tab") close();
        return false;
      }
      return true;
    };

    return { close, isOpen: () => !list.hidden, load, press, suggest };
  };

  Object.assign(globalThis.visitkgEditor, { openSuggestions });
})();
