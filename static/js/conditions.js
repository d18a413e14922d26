// When a question is asked: the grammar and the plain data of reviewmech/rules/conditions.py.

const GIVEN = ["choice", "choices", "text", "figures", "unavailable", "needs", "none"];

const of = (thing, name) => thing && Object.hasOwn(thing, name) ? thing[name] : undefined;

// An empty list and an empty record are nothing, as they are on the server.
const isSome = (thing) =>
  Boolean(thing) && (typeof thing !== "object" || Object.keys(thing).length > 0);

export const isGiven = (value) => GIVEN.some((key) => isSome(of(value, key)));

export function chosen(value) {
  const single = of(value, "choice");
  return new Set(single ? [single] : of(value, "choices") ?? []);
}

export function holds(condition, answers) {
  if (condition.all) return condition.all.every((part) => holds(part, answers));
  if (condition.any) return condition.any.some((part) => holds(part, answers));
  if (condition.not) return !holds(condition.not, answers);
  const value = of(answers, condition.question);
  if ("answered" in condition) return isGiven(value) === condition.answered;
  const made = chosen(value);
  if (condition.count) return made.size >= condition.count.at_least;
  return (condition.in ?? [condition.equals]).some((choice) => made.has(choice));
}

// Of questions with their conditions, in reading order, those that are asked. Only the answer to one
// that is asked is heard by those after it.
export function asked(conditions, answers) {
  const heard = { __proto__: null, ...answers };
  for (const [question] of conditions) delete heard[question];
  return conditions.filter(([question, condition]) => {
    const isAsked = holds(condition, heard);
    if (isAsked) heard[question] = of(answers, question);
    return isAsked;
  }).map(([question]) => question);
}
