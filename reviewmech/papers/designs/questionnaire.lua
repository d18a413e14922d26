-- What the HTML of a form means to typst and Word. Only our own HTML carries `custom-style`:
-- the words of a questionnaire are set in it as plain text.

local typst = FORMAT == "typst"
local names = {
  Mechanism = "mechanism", Title = "paper-title", Subtitle = "subtitle", Notice = "notice",
  Facts = "facts", Provision = "provision", Condition = "condition", Asks = "asks",
  Guidance = "guidance", Label = "label-of", Choices = "choices", ["Follow-up"] = "follow-up",
}

-- A box that Word ticks by a click.
local tick = [[<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0" />]] ..
  [[<w14:checkedState w14:val="2612" w14:font="MS Gothic" />]] ..
  [[<w14:uncheckedState w14:val="2610" w14:font="MS Gothic" /></w14:checkbox></w:sdtPr>]] ..
  [[<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" ]] ..
  [[w:hAnsi="MS Gothic" w:hint="eastAsia" /></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>]] ..
  [[<w:r><w:t xml:space="preserve"> </w:t></w:r>]]

function Span(span)
  if span.attributes["custom-style"] ~= "Tick" then return nil end
  if typst then return pandoc.RawInline("typst", "#tick()") end
  return pandoc.RawInline("openxml", tick)
end

-- How many lines a box has: one more than its line breaks.
local function lines(paragraph)
  local breaks = 0
  for _, each in ipairs(paragraph.content) do
    if each.t == "LineBreak" then breaks = breaks + 1 end
  end
  return breaks + 1
end

local function wrapped(name, blocks)
  local made = pandoc.List({pandoc.RawBlock("typst", "#" .. name .. "[")})
  made:extend(blocks)
  made:insert(pandoc.RawBlock("typst", "]"))
  return made
end

function Div(div)
  local style = div.attributes["custom-style"]
  if not style then return nil end
  if not typst then
    if style == "Follow-up" then return div.content end
  elseif style == "Answer" then
    return pandoc.RawBlock("typst", "#answer(" .. lines(div.content[1]) .. ")")
  elseif names[style] then
    return wrapped(names[style], div.content)
  end
end

-- Headings are found by their words; no two need different addresses.
function Header(header)
  header.identifier = ""
  return header
end
