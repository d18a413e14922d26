// What scripts add to a page that already works without them.
import "./copy.js";
import "./leaving.js";
import "./sheet.js";
