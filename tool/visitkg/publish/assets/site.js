// Search over all names as one types; without this script the form leads to the names from A to Z.
"use strict";

(() => {
  const root = new URL("..", document.currentScript.src);
  const most = 20;
  let names = null;

  // The same letters whatever their case, accents and width.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const load = async () => {
    if (names === null) {
      const answer = await fetch(new URL("search.json", root));
      if (!answer.ok) throw new Error(`search.json: ${answer.status}`);
      names = (await answer.json()).map((entry) => [fold(entry[0]), ...entry]);
    }
    return names;
  };

  // Names that begin so come first, then those with a word that does, then the others.
  const rank = (name, wanted) => {
    const at = name.indexOf(wanted);
    if (at < 0) return null;
    if (at === 0) return name.length === wanted.length ? 0 : 1;
    return /[\s(,.-]/.test(name[at - 1]) ? 2 : 3;
  };

  const find = (all, text) => {
    const wanted = fold(text.trim());
    if (!wanted) return [];
    return all
      .map((entry) => [rank(entry[0], wanted), entry])
      .filter(([order]) => order !== null)
      .sort(([a, one], [b, other]) => a - b || one[0].length - other[0].length)
      .slice(0, most)
      .map(([, entry]) => entry);
  };

  const item = ([, label, path, kind, language]) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    const words = document.createElement("bdi");
    const note = document.createElement("span");
    link.href = new URL(path, root).href;
    words.textContent = label;
    if (language) words.lang = language;
    note.className = "note";
    note.textContent = ` ${kind}`;
    link.append(words, note);
    line.append(link);
    return line;
  };

  const told = (text) => {
    const line = document.createElement("li");
    const words = document.createElement("p");
    words.textContent = text;
    line.append(words);
    return line;
  };

  const start = (form) => {
    const input = form.querySelector("input");
    const list = document.createElement("ul");
    const say = document.createElement("p");
    say.className = "skip";
    say.setAttribute("role", "status");
    list.className = "found";
    list.hidden = true;
    form.append(list, say);

    const show = (lines, message) => {
      list.replaceChildren(...lines);
      list.hidden = lines.length === 0;
      say.textContent = message;
    };

    const search = async () => {
      const text = input.value;
      if (!text.trim()) return show([], "");
      try {
        const found = find(await load(), text);
        if (input.value !== text) return undefined;
        const lines = found.length ? found.map(item) : [told("No name has this in it.")];
        return show(lines, `${found.length} names found`);
      } catch {
        return show([told("The names can't be loaded here. Press A to Z.")], "No search here");
      }
    };

    const move = (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape") {
        show([], "");
        input.focus();
      } else if (event.key === "ArrowDown" && at + 1 < links.length) {
        event.preventDefault();
        links[at + 1].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        event.preventDefault();
        (links[at - 1] ?? input).focus();
      }
    };

    input.addEventListener("input", search);
    form.addEventListener("keydown", move);
    form.addEventListener("submit", (event) => {
      const first = list.querySelector("a");
      if (!list.hidden && first && input.value.trim()) {
        event.preventDefault();
        first.click();
      }
    });
    document.addEventListener("click", (event) => {
      if (!form.contains(event.target)) show([], "");
    });
    const asked = new URLSearchParams(location.search).get("q");
    if (asked) {
      input.value = asked;
      search();
    }
  };

  document.querySelectorAll("form.search").forEach(start);
})();
