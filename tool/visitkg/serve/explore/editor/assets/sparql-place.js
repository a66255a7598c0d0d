// Where in a query the caret stands: in which triple, in which part of it, or elsewhere.
"use strict";

(() => {
  const { tokenise } = globalThis.visitkgEditor;
  const terms = new Set(["variable", "iri", "name", "blank", "string", "number"]);
  const places = {
    GRAPH: "name",
    SERVICE: "name",
    FROM: "name",
    PREFIX: "prologue",
    BASE: "prologue",
    SELECT: "projection",
    CONSTRUCT: "other",
    DESCRIBE: "projection",
    ASK: "other",
    WHERE: "other",
    GROUP: "modifier",
    HAVING: "modifier",
    ORDER: "modifier",
    LIMIT: "number",
    OFFSET: "number",
    FILTER: "expression",
    BIND: "expression",
    OPTIONAL: "subject",
    MINUS: "subject",
    UNION: "subject",
  };

  // A walk along the tokens: where the place is in its triple, and all triples of the query.
  class Walk {
    constructor() {
      this.frames = [{ kind: "top", position: "start" }];
      this.triples = [];
      this.variables = new Set();
      this.previous = null;
    }

    get frame() {
      return this.frames[this.frames.length - 1];
    }

    get place() {
      const { position, subject, via, predicate, isInverse, isPath } = this.frame;
      const steps = isPath && position === "predicate" ? [...(via || []), predicate] : via || [];
      return { position, subject, via: steps, predicate, isInverse: isInverse === true };
    }

    take(token) {
      if (token.kind === "variable") this.variables.add(`?${token.text.slice(1)}`);
      if (token.kind === "sign") this.takeSign(token.text, token.start);
      else if (terms.has(token.kind) || /^(?:a|true|false)$/.test(token.text))
        this.takeTerm(token.text);
      else if (token.kind === "word") this.takeWord(token.text.toUpperCase());
      this.previous = token;
    }

    takeTerm(text) {
      const frame = this.frame;
      const name = text.startsWith("$") ? `?${text.slice(1)}` : text;
      if (frame.kind === "top" || ["expression", "collection", "data"].includes(frame.kind)) {
        if (
          ["name", "prologue"].includes(frame.position) &&
          frame.kind === "top" &&
          !name.endsWith(":")
        )
          frame.position = frame.position === "name" ? "other" : "start";
        return;
      }
      if (frame.position === "predicate") {
        frame.via = frame.isPath ? [...(frame.via || []), frame.predicate] : [];
        frame.predicate = name;
        frame.position = "object";
        frame.isPath = false;
      } else if (frame.position === "object") {
        if (!(frame.via || []).length && !frame.isInverse)
          this.triples.push([frame.subject, frame.predicate, name]);
        frame.position = "after";
      } else if (frame.position === "name") frame.position = "subject";
      else if (frame.position !== "expression") {
        frame.subject = name;
        frame.position = "predicate";
        frame.via = [];
        frame.isPath = frame.isInverse = false;
      }
    }

    takeWord(word) {
      const frame = this.frame;
      if (frame.kind === "expression") return;
      if (word === "VALUES") frame.isData = true;
      if (word in places) frame.position = places[word];
    }

    takeSign(sign, start) {
      const frame = this.frame;
      if (sign === "{") {
        this.frames.push({
          kind: frame.isData ? "data" : "group",
          position: frame.isData ? "object" : "subject",
        });
        frame.isData = false;
      } else if (sign === "[")
        this.frames.push({ kind: "bracket", subject: `[]${start}`, position: "predicate" });
      else if (sign === "(") this.open(frame);
      else if (sign === "}" || sign === "]" || sign === ")") this.close(frame);
      else if (frame.kind === "group" || frame.kind === "bracket" || frame.kind === "path")
        this.separate(frame, sign);
    }

    open(frame) {
      const isPattern = frame.kind === "group" || frame.kind === "bracket" || frame.kind === "path";
      const isCall =
        this.previous !== null && this.previous.kind === "word" && this.previous.text !== "a";
      if (isPattern && !isCall && frame.position === "predicate")
        this.frames.push({ kind: "path", position: "predicate", subject: frame.subject });
      else if (isPattern && !isCall && ["object", "subject"].includes(frame.position))
        this.frames.push({ kind: "collection", position: "object", subject: frame.subject });
      else this.frames.push({ kind: "expression", position: "expression" });
    }

    close(frame) {
      if (this.frames.length === 1) return;
      this.frames.pop();
      const outer = this.frame;
      if (frame.kind === "bracket") this.takeTerm(frame.subject);
      else if (frame.kind === "collection") this.takeTerm("()");
      else if (frame.kind === "path")
        Object.assign(outer, { predicate: null, via: [], position: "object" });
      else if (outer.kind === "group" && outer.position !== "projection")
        outer.position = "subject";
      else if (outer.kind === "top" && frame.kind !== "expression") outer.position = "other";
    }

    separate(frame, sign) {
      if (sign === ".") frame.position = frame.kind === "group" ? "subject" : frame.position;
      else if (sign === ";")
        Object.assign(frame, { position: "predicate", via: [], isPath: false, isInverse: false });
      else if (sign === ",") frame.position = "object";
      else if (sign === "^") Object.assign(frame, { position: "predicate", isInverse: true });
      else if (["/", "|"].includes(sign) && frame.position === "object")
        Object.assign(frame, { position: "predicate", isPath: sign === "/" });
    }
  }

  // What is being written at an offset: its place, what of it stands there, and what it replaces.
  const look = (text, offset) => {
    const tokens = tokenise(text);
    const walk = new Walk();
    let place = null;
    let token = null;
    for (const each of tokens) {
      const isHere = each.start < offset && offset <= each.end;
      if (isHere && ["string", "unclosed", "comment"].includes(each.kind))
        if (offset < each.end || each.kind !== "string") return null;
      const isWritten =
        isHere &&
        (["name", "word", "variable"].includes(each.kind) ||
          each.text === "?" ||
          each.text === "$");
      if (place === null && (isWritten || each.start >= offset)) place = walk.place;
      if (isWritten) token = each;
      if (each.kind !== "space" && each.kind !== "comment") walk.take(each);
    }
    // Names in other scripts are no tokens until they are taken.
    const [other] = text.slice(0, offset).match(/[\p{L}\p{M}\p{N}_]*$/u);
    const begin = offset - other.length;
    const isPart = token !== null && (token.kind !== "word" || token.start <= begin);
    const here = isPart ? token : { start: begin, end: token === null ? offset : token.end };
    const typed = text.slice(here.start, offset);
    walk.variables.delete(
      token !== null && token.kind === "variable" ? `?${token.text.slice(1)}` : "",
    );
    return {
      ...(place || walk.place),
      typed,
      start: here.start,
      end: here.end,
      triples: walk.triples,
      variables: [...walk.variables],
    };
  };

  Object.assign(globalThis.visitkgEditor, { look });
})();
