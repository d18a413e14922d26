-- What the HTML of a paper means to typst and Word. Only our own HTML carries `custom-style`:
-- the words of a State come through the sanitiser, which leaves no such attribute.

local typst = FORMAT == "typst"
local names = {Symbol = "symbol", Masthead = "masthead", Title = "paper-title", Subtitle = "subtitle"}

local function wrapped(name, blocks)
  local made = pandoc.List({pandoc.RawBlock("typst", "#" .. name .. "[")})
  made:extend(blocks)
  made:insert(pandoc.RawBlock("typst", "]"))
  return made
end

function Div(div)
  local style = div.attributes["custom-style"]
  if not typst or not style then return nil end
  if style == "Numbered Paragraph" then
    local first = div.content[1]
    first.content:insert(1, pandoc.RawInline("typst", "#number() "))
    return div.content
  elseif names[style] then
    return wrapped(names[style], div.content)
  end
end

-- A heading inside somebody's words is no part of the paper's own structure.
function Header(header)
  if header.level == 6 then return pandoc.Para({pandoc.Strong(header.content)}) end
  header.identifier = ""
  return header
end
