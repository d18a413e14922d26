// What scripts add to a page that already works without them.
import "./copy.js";
import "./kept.js";
import "./leaving.js";
import "./printing.js";

if (document.querySelector("#sheet[data-news]")) {
  import("./saving.js");
  import("./keys.js");
}
if (document.querySelector("#waiting[data-strand]")) import("./unsent.js");
if (document.querySelector("select[data-found], [data-rows]")) import("./laws.js");
if (document.querySelector("a[data-comment]")) import("./comments.js");
if (document.querySelector("[data-upload], a[data-attach]")) import("./uploads.js");
if (document.querySelector("[data-passages]")) import("./passages.js");
if (document.querySelector("[data-thing]")) import("./annotations.js");
if (document.querySelector("[data-brackets]")) import("./brackets.js");
