// What can be written at a place of a query: from the graph, and from what its shapes say.
"use strict";

(() => {
  const { tokenise, keywords, functions } = globalThis.visitkgEditor;
  const most = 50;
  const terms = new Set(["variable", "iri", "name", "blank", "string", "number"]);
  const places = { GRAPH: "name", SERVICE: "name", FROM: "name", PREFIX: "prologue", BASE: "prologue",
    SELECT: "projection", CONSTRUCT: "other", DESCRIBE: "projection", ASK: "other", WHERE: "other",
    GROUP: "modifier", HAVING: "modifier", ORDER: "modifier", LIMIT: "number", OFFSET: "number",
    FILTER: "expression", BIND: "expression", OPTIONAL: "subject", MINUS: "subject", UNION: "subject" };
  const types = new Set(["a", "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"]);
  const within = {
    subject: ["FILTER", "OPTIONAL", "BIND", "VALUES", "UNION", "MINUS", "GRAPH", "SELECT"],
    projection: ["DISTINCT", "WHERE", "FROM", "AS"],
    modifier: ["BY", "ASC", "DESC", "HAVING", "ORDER", "LIMIT", "OFFSET"],
    expression: ["NOT", "EXISTS", "IN", "AS"],
    other: ["WHERE", "FROM", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"],
    start: ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE"],
    number: [], name: [], prologue: [], after: ["FILTER", "OPTIONAL", "BIND", "VALUES", "UNION", "MINUS"],
  };

  // The same letters whatever their case, accents and width.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

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
      else if (terms.has(token.kind) || /^(?:a|true|false)$/.test(token.text)) this.takeTerm(token.text);
      else if (token.kind === "word") this.takeWord(token.text.toUpperCase());
      this.previous = token;
    }

    takeTerm(text) {
      const frame = this.frame;
      const name = text.startsWith("$") ? `?${text.slice(1)}` : text;
      if (frame.kind === "top" || ["expression", "collection", "data"].includes(frame.kind)) {
        if (["name", "prologue"].includes(frame.position) && frame.kind === "top" && !name.endsWith(":"))
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
        this.frames.push({ kind: frame.isData ? "data" : "group", position: frame.isData ? "object" : "subject" });
        frame.isData = false;
      } else if (sign === "[") this.frames.push({ kind: "bracket", subject: `[]${start}`, position: "predicate" });
      else if (sign === "(") this.open(frame);
      else if (sign === "}" || sign === "]" || sign === ")") this.close(frame);
      else if (frame.kind === "group" || frame.kind === "bracket" || frame.kind === "path") this.separate(frame, sign);
    }

    open(frame) {
      const isPattern = frame.kind === "group" || frame.kind === "bracket" || frame.kind === "path";
      const isCall = this.previous !== null && this.previous.kind === "word" && this.previous.text !== "a";
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
      else if (frame.kind === "path") Object.assign(outer, { predicate: null, via: [], position: "object" });
      else if (outer.kind === "group" && outer.position !== "projection") outer.position = "subject";
      else if (outer.kind === "top" && frame.kind !== "expression") outer.position = "other";
    }

    separate(frame, sign) {
      if (sign === ".") frame.position = frame.kind === "group" ? "subject" : frame.position;
      else if (sign === ";") Object.assign(frame, { position: "predicate", via: [], isPath: false, isInverse: false });
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
      const isWritten = isHere && (["name", "word", "variable"].includes(each.kind) || each.text === "?" || each.text === "$");
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
    walk.variables.delete(token !== null && token.kind === "variable" ? `?${token.text.slice(1)}` : "");
    return { ...(place || walk.place), typed, start: here.start, end: here.end, triples: walk.triples,
      variables: [...walk.variables] };
  };

  // All that completion looks up, made once from what the server says.
  const index = (data) => ({
    ...data,
    classByName: new Map(data.classes.map((each) => [each.name, each])),
    propertyByName: new Map(data.properties.map((each) => [each.name, each])),
    instanceByName: new Map(data.instances.map((each) => [each.name, each])),
    folded: new Map(),
  });

  const withAbove = (names, data) => {
    const all = new Set(names);
    for (const name of names)
      for (const above of (data.classByName.get(name) || {}).above || []) all.add(above);
    return all;
  };

  const expectedOf = (classes, data) => {
    const found = new Map();
    for (const name of classes)
      for (const each of data.expectations[name] || [])
        found.set(each.name, { ...found.get(each.name), ...each });
    return found;
  };

  const kindsOf = (property, classes, data) => {
    const expected = expectedOf(classes, data).get(property);
    const range = (data.propertyByName.get(property) || {}).range;
    return (expected && expected.kinds) || (range ? [range] : []);
  };

  // The classes of a subject: those that the query states, else what its properties say.
  const classesOf = (subject, triples, data, depth = 0) => {
    const stated = triples.filter(([one, property]) => one === subject && types.has(property)).map((each) => each[2]);
    if (stated.length) return withAbove(stated, data);
    const known = data.instanceByName.get(subject);
    if (known && known.class) return withAbove([known.class], data);
    const guessed = new Set();
    for (const [one, property, other] of triples) {
      const domain = (data.propertyByName.get(property) || {}).domain;
      if (one === subject && domain) guessed.add(domain);
      if (other === subject && depth < 3)
        for (const kind of kindsOf(property, classesOf(one, triples, data, depth + 1), data)) guessed.add(kind);
    }
    return withAbove([...guessed], data);
  };

  const variables = (place) => place.variables.map((name) => ({ insert: name, kind: "variable", label: "" }));

  const words = (names, kind) => names.map((name) => ({ insert: name, kind, label: "" }));

  const named = (entry, kind, more = {}) => ({
    insert: entry.name, kind, label: entry.label || "", note: entry.note || "", others: entry.others || [], ...more });

  const expectedProperties = (classes, data) =>
    [...expectedOf(classes, data).values()].map((each) => {
      const entry = data.propertyByName.get(each.name) || { name: each.name };
      const kinds = (each.kinds || []).join(" or ");
      const values = each.values ? `one of ${each.values.length}` : kinds;
      return named(entry, "property", { expects: [each.count, values].filter(Boolean).join(", ") });
    });

  const byName = (name, data) => {
    const entry = data.instanceByName.get(name) || data.classByName.get(name);
    return entry ? named(entry, "value") : { insert: name, kind: "value", label: "" };
  };

  const offerPredicates = (place, data) => {
    let classes = classesOf(place.subject, place.triples, data);
    for (const step of place.via) classes = withAbove(kindsOf(step, classes, data), data);
    const expected = place.isInverse ? [] : expectedProperties(classes, data);
    const others = data.properties.map((each) => named(each, "property"));
    const own = [...classes].flatMap((name) => others.filter((each) => (data.propertyByName.get(each.insert) || {}).domain === name));
    return [...expected, { insert: "a", kind: "keyword", label: "is a" }, ...own, ...others, ...variables(place)];
  };

  const offerObjects = (place, data) => {
    const classes = data.classes.map((each) => named(each, "class"));
    if (types.has(place.predicate)) return [...classes, ...variables(place)];
    const ofSubject = classesOf(place.subject, place.triples, data);
    const expected = expectedOf(ofSubject, data).get(place.predicate) || {};
    const property = data.propertyByName.get(place.predicate) || {};
    const kinds = new Set(kindsOf(place.predicate, ofSubject, data));
    const fits = (each) => [each.class, ...((data.classByName.get(each.class) || {}).above || [])].some((name) => kinds.has(name));
    const values = [...(expected.values || []), ...(expected.values ? [] : property.values || [])];
    const instances = data.instances.map((each) => named(each, "instance"));
    return [...values.map((name) => byName(name, data)),
      ...(kinds.size ? data.instances.filter(fits).map((each) => named(each, "instance")) : []),
      ...variables(place), ...instances, ...classes];
  };

  const offer = (place, data) => {
    const keywordsHere = words(within[place.position] || [], "keyword");
    const names = () => [...data.instances.map((each) => named(each, "instance")),
      ...data.classes.map((each) => named(each, "class")), ...data.properties.map((each) => named(each, "property"))];
    if (place.position === "predicate") return offerPredicates(place, data);
    if (place.position === "object") return offerObjects(place, data);
    if (place.position === "prologue")
      return Object.entries(data.prefixes).map(([prefix, iri]) => ({ insert: `${prefix}: <${iri}>`, kind: "prefix", label: "" }));
    if (place.position === "number") return [];
    if (place.position === "start") return [...keywordsHere, ...words(within.other, "keyword")];
    if (["expression", "projection", "modifier"].includes(place.position))
      return [...variables(place), ...words(functions, "function"), ...keywordsHere, ...names()];
    return [...variables(place), ...keywordsHere, ...names(), ...words(keywords, "keyword")];
  };

  // How well a name fits what is typed: 0 is best, null not at all.
  const rank = (item, typed, data) => {
    if (!typed) return 0;
    if (typed === "?" || typed === "$") return item.kind === "variable" ? 0 : null;
    const name = fold(item.insert);
    if (name.startsWith(typed)) return 0;
    if (typed.startsWith("?") || typed.includes(":")) {
      const [prefix, local] = typed.split(/:(.*)/s);
      return local && name.startsWith(`${prefix}:`) && name.includes(local) ? 2 : null;
    }
    const called = [item.insert.split(":").slice(1).join(":"), item.label, ...(item.others || [])];
    let best = null;
    for (const each of called) {
      const known = data.folded.get(each);
      const words = known === undefined ? fold(each) : known;
      if (known === undefined) data.folded.set(each, words);
      const at = words.indexOf(typed);
      const order = at === 0 ? 1 : at > 0 && /[\s(,.\-_/]/.test(words[at - 1]) ? 2 : at > 0 ? 3 : null;
      if (order !== null && (best === null || order < best)) best = order;
    }
    return best;
  };

  const prefixesThatFit = (typed, data) =>
    typed && !typed.includes(":") && !typed.startsWith("?")
      ? Object.keys(data.prefixes).filter((prefix) => prefix.startsWith(typed)).map((prefix) => (
        { insert: `${prefix}:`, kind: "prefix", label: data.prefixes[prefix] }))
      : [];

  // Return what fits at an offset, best first, and which part of the text it would replace.
  const complete = (text, offset, data) => {
    const place = look(text, offset);
    if (place === null) return { start: offset, end: offset, typed: "", items: [] };
    const typed = fold(place.typed.replace(/^\$/, "?"));
    const seen = new Set();
    const fitting = [];
    const isPlace = ["predicate", "object"].includes(place.position);
    for (const item of [...offer(place, data), ...prefixesThatFit(typed, data)]) {
      if (seen.has(item.insert)) continue;
      const order = rank(item, typed, data);
      if (order === null) continue;
      seen.add(item.insert);
      fitting.push([order, item]);
    }
    // What shapes expect comes first, however it fits.
    const order = ([fit, item]) => (isPlace && (item.expects !== undefined || item.kind === "value") ? -1 : fit);
    fitting.sort((one, other) => order(one) - order(other));
    const items = fitting.slice(0, most).map(([, item]) => item);
    return { start: place.start, end: place.end, typed: place.typed, position: place.position, items };
  };

  Object.assign(globalThis.visitkgEditor, { complete, index, look });
})();
