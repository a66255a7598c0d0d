// An editor over the text area of a query; without this script the form works as it is.
"use strict";

(() => {
  const { format, openHistory, openSuggestions, tokenise } = globalThis.visitkgEditor;
  const longestHighlighted = 20000;
  const longestFormatted = 200000;
  const longestChecked = 4000;
  const longestAddress = 30000;
  const pause = 500;

  const form = document.getElementById("editor");
  if (form === null) return;
  const area = document.getElementById("editor-query");
  const field = area.parentElement;
  const ran = area.value;

  const make = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const gutter = make("div", { class: "editor-gutter", "aria-hidden": "true" });
  const numbers = gutter.appendChild(make("pre"));
  const backdrop = make("div", { class: "editor-backdrop", "aria-hidden": "true" });
  const shown = backdrop.appendChild(make("pre"));
  const status = make("p", { class: "note editor-status", id: "editor-status", role: "status" });
  const problem = make("p", { class: "editor-problem", id: "editor-problem", hidden: "" });
  field.prepend(gutter, backdrop);
  field.after(problem, status);
  field.classList.add("is-editor");
  area.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby")} editor-problem`);
  area.setAttribute("aria-keyshortcuts", "Control+Enter Control+Space Shift+Alt+F");

  // Text

  const replace = (start, end, text) => {
    area.focus();
    area.setSelectionRange(start, end);
    // The one way that keeps the browser's undo; where it is gone, the text is set without.
    const isDone =
      text === ""
        ? document.execCommand("delete")
        : document.execCommand("insertText", false, text);
    if (!isDone) {
      area.setRangeText(text, start, end, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const fill = (text) => {
    replace(0, area.value.length, text);
    area.setSelectionRange(0, 0);
    area.scrollTop = area.scrollLeft = 0;
    suggestions.close();
  };

  // Colours

  const classes = {
    comment: "q-comment",
    iri: "q-iri",
    language: "q-text",
    name: "q-prefix",
    number: "q-text",
    string: "q-text",
    unclosed: "q-text",
    variable: "q-variable",
    word: "q-word",
  };
  let mark = null;

  const pieces = (text) => {
    const cut = [];
    for (const token of tokenise(text)) {
      const name = classes[token.kind];
      const isMarked = mark !== null && token.start < mark.end && mark.start < token.end;
      if (name === undefined && !isMarked) cut.push(token.text);
      else
        cut.push(
          make(
            "span",
            { class: `${name || ""}${isMarked ? " editor-wrong" : ""}`.trim() },
            token.text,
          ),
        );
    }
    if (mark !== null && mark.start >= text.length)
      cut.push(make("span", { class: "editor-wrong" }, " "));
    return cut;
  };

  const number = (text) => {
    const count = text.split("\n").length;
    const wrong = mark === null ? -1 : text.slice(0, mark.start).split("\n").length;
    const lines = [];
    for (let line = 1; line <= count; line += 1)
      lines.push(line === wrong ? make("b", {}, `${line}`) : `${line}`, "\n");
    return lines;
  };

  const draw = () => {
    const text = area.value;
    const isLarge = text.length > longestHighlighted;
    field.classList.toggle("is-plain", isLarge);
    shown.replaceChildren(...(isLarge ? [] : [...pieces(text), "\n"]));
    numbers.replaceChildren(...(isLarge ? [] : number(text)));
    scroll();
  };

  const scroll = () => {
    shown.style.transform = `translate(${-area.scrollLeft}px, ${-area.scrollTop}px)`;
    numbers.style.transform = `translateY(${-area.scrollTop}px)`;
  };

  // Errors

  const offsetOf = (text, line, column) => {
    const lines = text.split("\n");
    const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    // The server counts characters, JavaScript their halves.
    return before + [...(lines[line - 1] || "")].slice(0, column - 1).join("").length;
  };

  const setMark = (line, column, width) => {
    const start = offsetOf(area.value, line, column);
    mark = { start, end: start + Math.max(1, width) };
  };

  const tell = (found) => {
    mark = null;
    if (found !== null && found.line) setMark(found.line, found.column, found.width);
    problem.hidden = found === null;
    problem.textContent = "";
    if (found !== null) {
      const where = found.line ? `Line ${found.line}, column ${found.column}: ` : "";
      problem.textContent = `${where}${found.message}. ${found.remedy || ""}`.trim();
    }
    if (found === null) area.removeAttribute("aria-invalid");
    else area.setAttribute("aria-invalid", "true");
    draw();
  };

  let timer = 0;
  let asked = 0;

  const check = async () => {
    const text = area.value;
    if (!text.trim() || text.length > longestChecked) return tell(null);
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(`${form.dataset.check}?${new URLSearchParams({ query: text })}`);
      if (!answer.ok) return;
      const found = await answer.json();
      if (mine === asked && area.value === text) tell(found);
    } catch {
      // Without the server nothing is told; Run says what is wrong.
    }
  };

  const suggestions = openSuggestions({ area, field, form, make, replace, shown, status });

  // Running, layout, history, examples

  const history = openHistory(
    () => window.localStorage,
    `visitkg-queries ${form.getAttribute("action")}`,
  );
  const queries = make("ul", { class: "editor-history" });
  const forget = make("button", { type: "button", class: "editor-forget" }, "Clear history");
  const past = make(
    "details",
    { class: "editor-past", id: "editor-past" },
    make("summary", {}, "History"),
    queries,
    forget,
  );

  const showHistory = (all) => {
    queries.replaceChildren(
      ...all.map((text) => {
        const lines = text
          .split("\n")
          .map((line) => line.trim())
          .filter((line) => line && !/^(?:#\s*$|prefix\b|base\b)/iu.test(line));
        const words = (lines.join(" ") || text.trim()).slice(0, 120);
        const button = make("button", { type: "button" }, words);
        button.addEventListener("click", () => fill(text));
        return make("li", {}, button);
      }),
    );
    if (!all.length) queries.append(make("li", {}, "No query was run here yet."));
    forget.hidden = !all.length;
  };

  const run = () => {
    showHistory(history.add(area.value));
    form.method = encodeURIComponent(area.value).length > longestAddress ? "post" : "get";
  };

  const layOut = () => {
    if (area.value.length > longestFormatted) {
      status.textContent = "This query is too long to be formatted here.";
      return;
    }
    const laid = format(area.value);
    if (laid !== area.value) {
      const before = area.value.slice(0, area.selectionStart).replace(/\s/gu, "").length;
      replace(0, area.value.length, laid);
      let at = 0;
      for (let left = before; left > 0 && at < laid.length; at += 1)
        if (!/\s/u.test(laid[at])) left -= 1;
      area.setSelectionRange(at, at);
    }
    status.textContent = "Formatted.";
    suggestions.close();
  };

  const breakLine = () => {
    const start = area.selectionStart;
    const line = area.value.slice(area.value.lastIndexOf("\n", start - 1) + 1, start);
    const [indent] = line.match(/^[ \t]*/);
    replace(start, area.selectionEnd, `\n${indent}${/\{\s*$/.test(line) ? "  " : ""}`);
  };

  const press = (event) => {
    if (event.isComposing) return false;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key === "Enter") form.requestSubmit();
    else if (control && event.code === "Space") suggestions.suggest(true);
    else if (event.shiftKey && event.altKey && event.code === "KeyF") layOut();
    else if (control || event.altKey) return false;
    else if (suggestions.press(event)) return true;
    else if (event.key === "Enter" && !event.shiftKey) breakLine();
    else return false;
    return true;
  };

  const isWorthSuggesting = (event) => {
    if (event.inputType !== "insertText" || area.value.length > longestHighlighted)
      return suggestions.isOpen();
    const before = area.value.slice(0, area.selectionStart);
    return /(?:[?$][\p{L}\p{N}_]*|[\p{L}][\p{L}\p{N}_.-]*:[^\s;,.]*|[\p{L}\p{N}_]{2,})$/u.test(
      before,
    );
  };

  const stale = document.getElementById("editor-stale");

  area.addEventListener("input", (event) => {
    mark = null;
    draw();
    if (stale !== null) stale.hidden = area.value === ran;
    if (isWorthSuggesting(event)) suggestions.suggest(false);
    else suggestions.close();
    window.clearTimeout(timer);
    timer = window.setTimeout(check, pause);
  });
  area.addEventListener("keydown", (event) => {
    if (press(event)) event.preventDefault();
  });
  area.addEventListener("scroll", scroll);
  area.addEventListener("focus", suggestions.load, { once: true });
  area.addEventListener("blur", suggestions.close);
  area.addEventListener("click", suggestions.close);
  form.addEventListener("submit", run);
  forget.addEventListener("click", () => {
    showHistory(history.clear());
    past.querySelector("summary").focus();
  });

  const formatButton = make("button", { type: "button", class: "editor-format" }, "Format");
  formatButton.addEventListener("click", layOut);
  const keys = make(
    "span",
    { class: "note" },
    "Ctrl-Enter runs, Ctrl-Space suggests, Shift-Alt-F formats.",
  );
  form.querySelector(".editor-row").append(formatButton, keys);
  const examples = document.getElementById("editor-examples");
  (examples || form).after(past);
  showHistory(history.load());

  if (examples !== null)
    examples.addEventListener("click", async (event) => {
      const link = event.target.closest("a[data-example]");
      if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const names = await suggestions.load();
      const example =
        names === null
          ? undefined
          : names.examples.find((each) => each.name === link.dataset.example);
      if (example === undefined) window.location.assign(link.href);
      else fill(example.text);
    });

  for (const block of document.querySelectorAll("pre.snippet")) {
    if (!navigator.clipboard) break;
    const button = make("button", { type: "button", class: "editor-copy" }, "Copy");
    button.setAttribute(
      "aria-label",
      `Copy ${document.getElementById(block.getAttribute("aria-labelledby")).textContent}`,
    );
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = "Copied";
    });
    block.before(button);
  }

  const wrong = document.querySelector(".mistake[data-line]");
  if (wrong !== null) {
    setMark(Number(wrong.dataset.line), Number(wrong.dataset.column), Number(wrong.dataset.width));
    const { start } = mark;
    wrong.addEventListener("click", (event) => {
      if (event.target.closest("a") === null) return;
      event.preventDefault();
      area.focus();
      area.setSelectionRange(start, start);
    });
  }
  draw();
})();
