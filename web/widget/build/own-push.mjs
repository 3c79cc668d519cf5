/**
 * Keeps what a page did to `Array.prototype.push` out of our modules: every call in the built code, the renderer's
 * too, becomes one of a function that writes by index. Nothing in them pushes into anything but an array.
 */
import { parse } from "acorn";

/** Returns the new length, as the original does. */
const HELPER =
  "const $push=(list,...added)=>{for(let at=0;at<added.length;at++)list[list.length]=added[at];return list.length};";

/** For builds of modules: a chunk of one is a scope of its own, so that the helper is no global. */
export function ownPush() {
  return { name: "own-push", renderChunk: (code) => replacePush(code) };
}

/** The code with its calls replaced; null when it has none. */
export function replacePush(code) {
  const edits = [];
  walk(parse(code, { ecmaVersion: "latest", sourceType: "module" }), (node) => {
    if (node.type === "ChainExpression" && isPush(node.expression)) {
      throw new Error("own-push: a call of push that may not happen (?.) is not understood");
    }
    if (!isPush(node)) return;
    const { property } = node.callee;
    const end = code.indexOf("(", property.end) + 1;
    edits.push([node.start, node.start, "$push("]);
    edits.push([code.lastIndexOf(".", property.start), end, node.arguments.length > 0 ? "," : ""]);
  });
  if (edits.length === 0) return null;
  let replaced = code;
  // From the end, so that the places before stay where they are.
  for (const [start, end, text] of edits.sort(([one], [other]) => other - one)) {
    replaced = replaced.slice(0, start) + text + replaced.slice(end);
  }
  return HELPER + replaced;
}

function isPush({ type, callee }) {
  return type === "CallExpression" && callee.type === "MemberExpression" && callee.property.name === "push";
}

function walk(node, visit) {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === "string") walk(child, visit);
    }
  }
}
