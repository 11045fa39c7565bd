#!lua name=freshet

-- Ranks a user's recommendations at the moment they are read.
--
--   FCALL_RO recommend 2 rec:<user> pulse <n> [EXCLUDE <count> <item>...] [TAG <tag>]
--
-- The reply is an array of {item, score, reason}, best first. A candidate's score is its personal
-- part from rec:<user> plus its global part from the pulse (0 for an item that is not in it); items
-- of the pulse that are no candidates fill the list with their global part alone. Equal scores are
-- ordered by item, byte by byte. What is stored never makes a call fail: an unreadable value counts
-- as absent, and the reason says so where that costs the user the personal part.
--
-- Documents are JSON. A user's is written in columns, since a table for each row costs more than
-- everything else a call does; whole numbers decode at a tenth of the cost of others; and what is
-- needed of few candidates only, or is only searched, is one text, of which nothing is made that is
-- not looked at. Layout 2, with lists for reasons and because, is still read.
--
--   rec:<user>  {v: 3, items: [item...], scores: [millionths...],
--                reasons: "\nreason\nreason\n",
--                because: places in reasons, from 0, each with the same number of digits,
--                exclude: "\nitem\nitem\n"}
--               {v: 2, items: [item...], scores: [millionths...],
--                reasons: [reason...], because: [place in reasons, from 0...],
--                exclude: "\nitem\nitem\n"}
--   pulse       {v: 1, items: [[item, score]...]}

local VERSION = '1.2.0'

local MOST_PLACES = 1000
local MOST_EXCLUDED = 10000

-- Keeps the sum of two scores finite.
local LARGEST_SCORE = 1e300

-- 17 digits give every double back exactly, so a client sees the very number that ranked.
local SCORE_FORMAT = '%.17g'

-- A user's scores are whole numbers of this fraction.
local MILLION = 1e6

local USAGE = 'FCALL_RO recommend 2 rec:<user> pulse <n> [EXCLUDE <count> <item>...] [TAG <tag>]'

local function refusal(complaint, given, remedy)
  local shown = string.gsub(string.sub(given, 1, 60), '%c', ' ')
  return nil, redis.error_reply(string.format("ERR %s, was '%s': %s", complaint, shown, remedy))
end

local function whole_number(text, least, most)
  local number = text and string.match(text, '^%d+$') and tonumber(text)
  return number and number >= least and number <= most and number or nil
end

local NOTHING_EXCLUDED = {}

-- What is asked for: {places, excluded, tag}, excluded[item] being true; or nil and the error to
-- reply with.
local function request(keys, args)
  if #keys ~= 2 then
    return refusal('recommend needs 2 keys', #keys .. ' keys', 'call ' .. USAGE)
  end
  local places = whole_number(args[1], 1, MOST_PLACES)
  if not places then
    return refusal(
      'n must be a whole number from 1 to ' .. MOST_PLACES,
      args[1] or '',
      'pass how many items to return, e.g. 20')
  end
  local excluded, tag
  local i = 2
  while i <= #args do
    local word, value = string.upper(args[i]), args[i + 1]
    if word == 'EXCLUDE' and not excluded then
      local count = whole_number(value, 0, MOST_EXCLUDED)
      if not count then
        return refusal(
          'EXCLUDE needs a count from 0 to ' .. MOST_EXCLUDED,
          value or '',
          'pass how many items follow, e.g. EXCLUDE 2 first-item second-item')
      end
      if count > #args - i - 1 then
        return refusal(
          'EXCLUDE needs as many items as it counts',
          count .. ' counted, ' .. (#args - i - 1) .. ' given',
          'count the items that follow')
      end
      excluded = {}
      for k = 1, count do
        excluded[args[i + 1 + k]] = true
      end
      i = i + 2 + count
    elseif word == 'TAG' and not tag then
      if not value then
        return refusal('TAG needs a tag', '', 'pass one, e.g. TAG python')
      end
      tag = value
      i = i + 2
    elseif word == 'EXCLUDE' or word == 'TAG' then
      return refusal(word .. ' must be given once', args[i] .. ' again', 'drop one of the two')
    else
      return refusal(
        'argument ' .. i .. ' after the keys must be EXCLUDE or TAG',
        args[i],
        'call ' .. USAGE)
    end
  end
  return {places = places, excluded = excluded or NOTHING_EXCLUDED, tag = tag}
end

-- `<` on strings follows the collation of the server's locale; the order of a list must not.
local function precedes(a, b)
  local byte = string.byte
  for i = 1, math.min(#a, #b) do
    local x, y = byte(a, i), byte(b, i)
    if x ~= y then
      return x < y
    end
  end
  return #a < #b
end

-- Whether a decoded value is an array; an empty object cannot be told from an empty array.
local function is_list(value)
  return type(value) == 'table' and (#value > 0 or next(value) == nil)
end

-- The functions from here to `rank` read stored documents and may raise on a damaged
-- one as well as return nil: `readable` makes both nil. Comparing a value with a string or a number
-- raises unless it is one, at a fraction of what type() costs for hundreds of values.
local function readable(read, ...)
  local succeeded, result = pcall(read, ...)
  return succeeded and result or nil
end

-- A pulse as {items, scores, taken}: items best first, the global score by item, and in
-- taken[item] the number of the last list that may not be filled with the item. The first of
-- several entries for an item counts.
local function ranking(raw)
  local document = cjson.decode(raw)
  local rows = document.items
  if document.v ~= 1 or not is_list(rows) then
    return nil
  end
  local items, scores, taken, size, sorted = {}, {}, {}, 0, true
  for i = 1, #rows do
    local item, score = rows[i][1], rows[i][2]
    if not (item >= '' and score >= -LARGEST_SCORE and score <= LARGEST_SCORE) then
      return nil
    end
    if not scores[item] then
      local above = items[size]
      if above
        and (scores[above] < score or (scores[above] == score and precedes(item, above))) then
        sorted = false
      end
      size = size + 1
      items[size] = item
      -- Adding 0 makes a negative zero positive.
      scores[item], taken[item] = score + 0, 0
    end
  end
  if not sorted then
    table.sort(items, function(a, b)
      if scores[a] ~= scores[b] then
        return scores[a] > scores[b]
      end
      return precedes(a, b)
    end)
  end
  return {items = items, scores = scores, taken = taken}
end

-- The best candidates of the call at hand, best first, each with its place in the document: only
-- the first `size` elements count.
local best = {items = {}, scores = {}, reasons = {}, places = {}, size = 0}

-- Where the lines of `reasons` of the call at hand begin.
local starts = {}

-- Gives the best candidates their reasons, from layout 2.
local function explain_by_lists(document)
  local reasons, because, places = document.reasons, document.because, best.places
  for i = 1, best.size do
    local reason = reasons[because[places[i]] + 1]
    if not (reason >= '') then
      return false
    end
    best.reasons[i] = reason
  end
  return #because == #document.items
end

-- Gives the best candidates their reasons. They are numbered in the order of the candidates, so the
-- first lines are all that is looked at as a rule.
local function explain(document)
  local reasons, because = document.reasons, document.because
  local best_reasons, places = best.reasons, best.places
  local find, sub, starts, known = string.find, string.sub, starts, 1
  local digits = #because / #document.items
  if best.size > 0 and (digits < 1 or digits % 1 ~= 0 or sub(reasons, 1, 1) ~= '\n') then
    return false
  end
  starts[1] = 2
  for i = 1, best.size do
    local last = places[i] * digits
    local line = sub(because, last - digits + 1, last) + 1
    while known <= line do
      starts[known + 1] = find(reasons, '\n', starts[known], true) + 1
      known = known + 1
    end
    best_reasons[i] = sub(reasons, starts[line], starts[line + 1] - 2)
  end
  return true
end

-- Makes `best` the best candidates of a rec document with their full scores, marks every candidate
-- as taken by the list of the given number, and returns the text of what to exclude. Of a candidate
-- that gets no place only the score is checked.
local function rank(raw, wanted, global, tagged, taken, list)
  local document = cjson.decode(raw)
  local items, scores, exclude = document.items, document.scores, document.exclude
  if not (is_list(items) and #scores == #items and exclude >= '') then
    return nil
  end

  -- Candidates come nearly in order: as they were ranked when written. Inserting from the end thus
  -- moves next to nothing, where a heap would have to sort in the end what it kept.
  local best_items, best_scores, best_places = best.items, best.scores, best.places
  local size, places, excluded, largest = 0, wanted.places, wanted.excluded, LARGEST_SCORE
  local least, million = -math.huge, MILLION
  for i = 1, #items do
    local item, score = items[i], scores[i]
    if not (score >= -largest and score <= largest) then
      return nil
    end
    local pulsing = global[item]
    -- Adding 0 makes a negative zero positive.
    score = score / million + (pulsing or 0)
    if (pulsing or tagged) and taken[item] then
      taken[item] = list
    end
    if score >= least and not excluded[item] and (not tagged or tagged[item]) then
      local at = size + 1
      while at > 1
        and (best_scores[at - 1] < score
          or (best_scores[at - 1] == score and precedes(item, best_items[at - 1]))) do
        best_items[at], best_scores[at] = best_items[at - 1], best_scores[at - 1]
        best_places[at] = best_places[at - 1]
        at = at - 1
      end
      if at <= places then
        best_items[at], best_scores[at], best_places[at] = item, score, i
        if size < places then
          size = size + 1
        end
        if size == places then
          least = best_scores[size]
        end
      end
    end
  end
  best.size = size
  for i = 1, size do
    if not (best_items[i] >= '') then
      return nil
    end
  end
  local explained = document.v == 3 and explain(document)
    or document.v == 2 and explain_by_lists(document)
  return explained and exclude
end

-- The string at a key: '' if there is no string that could be read, false if there is no key. Only
-- an error that has nothing to do with what is stored (rights, cluster slots) is left to the caller.
local function stored(key)
  local value = redis.pcall('GET', key)
  if type(value) ~= 'table' then
    return value
  end
  if string.match(value.err, '^WRONGTYPE') then
    return ''
  end
  return nil, value
end

-- Rankings by key with the raw value they were read from, in two generations. When the young one
-- has taken in GENERATION_BYTES it becomes the old one and the former old one is dropped, so that
-- memory is bounded however many tags and copies of the pulse there are.
local GENERATION_BYTES = 1024 * 1024
local young, old, young_bytes = {}, {}, 0

local NOTHING = {items = {}, scores = {}, taken = {}}

local function current_ranking(key)
  local raw, failure = stored(key)
  if not raw then
    return raw == false and NOTHING or nil, failure
  end
  local known = young[key]
  if known and known.raw == raw then
    return known.ranking
  end
  known = old[key]
  if not known or known.raw ~= raw then
    known = {raw = raw, ranking = readable(ranking, raw) or NOTHING}
  end
  if young_bytes >= GENERATION_BYTES then
    old, young, young_bytes = young, {}, 0
  end
  young[key] = known
  young_bytes = young_bytes + #key + #raw
  return known.ranking
end

local list = 0

-- The reply and its rows, for the next call to use again: Redis has sent it by then.
local reply, rows = {}, {}

local function put(place, item, score, reason)
  local row = rows[place]
  if row then
    row[1], row[2], row[3] = item, score, reason
  else
    row = {item, score, reason}
    rows[place] = row
  end
  reply[place] = row
end

local function recommend(keys, args)
  local wanted, failure = request(keys, args)
  if not wanted then
    return failure
  end
  local pulse, filling, tagged, raw
  pulse, failure = current_ranking(keys[2])
  if not pulse then
    return failure
  end
  filling = pulse
  if wanted.tag then
    filling, failure = current_ranking(keys[2] .. ':' .. wanted.tag)
    if not filling then
      return failure
    end
    tagged = filling.scores
  end
  raw, failure = stored(keys[1])
  if failure then
    return failure
  end

  local taken, reason = filling.taken, 'trending'
  list = list + 1
  best.size = 0
  local exclude = raw and readable(rank, raw, wanted, pulse.scores, tagged, taken, list)
  if not exclude then
    -- The damage may have shown when the best were known already.
    exclude, best.size = '', 0
    if raw then
      reason = 'fallback:damaged'
      -- A damaged document may have taken items before the damage showed.
      list = list + 1
    end
  end

  local format, find, list, excluded = string.format, string.find, list, wanted.excluded
  local candidates, personal, reasons, size = best.items, best.scores, best.reasons, best.size
  local items, scores = filling.items, filling.scores
  local next_best, next_item, listed = 1, 1, 0
  for place = 1, wanted.places do
    local candidate, score = candidates[next_best], personal[next_best]
    if next_best > size then
      candidate = nil
    end
    -- The next item to fill with, if it comes before the candidate.
    local item, filler = items[next_item], nil
    while item do
      filler = scores[item]
      if candidate
        and (score > filler or (score == filler and precedes(candidate, item))) then
        item = nil
      elseif taken[item] == list
        or excluded[item]
        or find(exclude, '\n' .. item .. '\n', 1, true) then
        next_item = next_item + 1
        item = items[next_item]
      else
        break
      end
    end
    if item then
      put(place, item, format(SCORE_FORMAT, filler), reason)
      next_item = next_item + 1
    elseif candidate then
      put(place, candidate, format(SCORE_FORMAT, score), reasons[next_best])
      next_best = next_best + 1
    else
      break
    end
    listed = place
  end
  for place = #reply, listed + 1, -1 do
    reply[place] = nil
  end
  return reply
end

redis.register_function {
  function_name = 'recommend',
  callback = recommend,
  flags = {'no-writes'},
}

redis.register_function {
  function_name = 'freshet_version',
  callback = function()
    return VERSION
  end,
  flags = {'no-writes'},
}
