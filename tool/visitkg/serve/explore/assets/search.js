// Suggestions while somebody types in a search box; without this script the form leads to a page.
"use strict";

(() => {
  const wait = 120;

  const item = ({ name, language, kind, href }) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    const words = document.createElement("bdi");
    const note = document.createElement("span");
    link.href = href;
    words.textContent = name;
    if (language) words.lang = language;
    note.className = "note";
    note.textContent = kind ? ` ${kind}` : "";
    link.append(words, note);
    line.append(link);
    return line;
  };

  const told = (text, href) => {
    const line = document.createElement("li");
    const words = document.createElement(href ? "a" : "p");
    words.textContent = text;
    if (href) words.href = href;
    line.append(words);
    return line;
  };

  const start = (form) => {
    const input = form.querySelector("input");
    const list = document.createElement("ul");
    const say = document.createElement("p");
    let waiting = 0;
    let asked = 0;
    say.className = "unseen";
    say.setAttribute("role", "status");
    list.className = "found";
    list.hidden = true;
    form.append(list, say);

    const show = (lines, message) => {
      list.replaceChildren(...lines);
      list.hidden = lines.length === 0;
      say.textContent = message;
    };

    // What is still on its way comes too late.
    const settle = () => {
      asked += 1;
      clearTimeout(waiting);
    };

    const hide = () => {
      settle();
      show([], "");
    };

    const search = async () => {
      const text = input.value.trim();
      asked += 1;
      const mine = asked;
      if (!text) {
        hide();
        return;
      }
      const query = new URLSearchParams({ q: text });
      try {
        const answer = await fetch(`${form.action}.json?${query}`);
        if (!answer.ok) throw new Error(`search: ${answer.status}`);
        const { count, found } = await answer.json();
        if (mine !== asked) return;
        const lines = found.map(item);
        if (!count) lines.push(told("No name has this in it."));
        if (count > found.length) lines.push(told(`All ${count} found`, `${form.action}?${query}`));
        show(lines, `${count} found`);
      } catch {
        if (mine === asked) hide();
      }
    };

    const move = (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();  // the browser would empty the box
        hide();
        input.focus();
      } else if (event.key === "ArrowDown" && at + 1 < links.length) {
        event.preventDefault();
        settle();
        links[at + 1].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        event.preventDefault();
        (links[at - 1] ?? input).focus();
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(search, wait);
    });
    form.addEventListener("keydown", move);
    document.addEventListener("click", (event) => {
      if (!form.contains(event.target)) hide();
    });
  };

  document.querySelectorAll("form.search").forEach(start);
})();
