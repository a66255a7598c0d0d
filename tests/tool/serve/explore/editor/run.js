// Runs a function of the editor on each argument list in standard input; writes all results.
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [folder, name] = process.argv.slice(2);
for (const script of [
  "sparql-tokens",
  "sparql-format",
  "sparql-place",
  "sparql-complete",
  "sparql-history",
]) {
  const file = path.join(folder, `${script}.js`);
  vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
}
const editor = globalThis.visitkgEditor;
let known = null;
const functions = {
  tokenise: (text) => editor.tokenise(text),
  format: (text) => editor.format(text),
  words: () => [editor.keywords, editor.functions],
  // The names come with the first case; | is where the caret stands.
  complete: (data, text) => {
    known = known || editor.index(data);
    const offset = text.indexOf("|");
    return editor.complete(text.slice(0, offset) + text.slice(offset + 1), offset, known);
  },
  history: (steps, room) => {
    const kept = {};
    const storage = () => {
      if (room < 0) throw new Error("refused");
      return {
        getItem: (key) => (key in kept ? kept[key] : null),
        setItem: (key, value) => {
          if (value.length > room) throw new Error("full");
          kept[key] = value;
        },
        removeItem: (key) => delete kept[key],
      };
    };
    const opened = editor.openHistory(storage, "key");
    for (const step of steps)
      if (step === null) opened.clear();
      else opened.add(step);
    return [opened.load(), kept.key === undefined ? null : JSON.parse(kept.key)];
  },
};
const cases = JSON.parse(fs.readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map((each) => functions[name](...each))));
