-- What the HTML of a reading pack means to Word. Only our own HTML carries `custom-style`:
-- the words of a State come through the sanitiser, which leaves no such attribute.

-- A heading inside somebody's words is no part of the pack's own structure.
function Header(header)
  if header.level == 6 then return pandoc.Para({pandoc.Strong(header.content)}) end
end
