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
-- A document is JSON or MessagePack. Layout 1 holds rows, layout 2 the same values in one flat list:
--
--   rec:<user>  {v: 1, candidates: [[item, score, reason]...], exclude: [item...]}
--               {v: 2, candidates: [item, score, reason, ...], exclude: [item...]}
--   pulse       {v: 1, items: [[item, score]...]}
--               {v: 2, items: [item, score, ...]}

local VERSION = '1.0.0'

local MOST_PLACES = 1000
local MOST_EXCLUDED = 10000

-- Keeps the sum of two scores finite.
local LARGEST_SCORE = 1e300

-- 17 digits give every double back exactly, so a client sees the very number that ranked.
local SCORE_FORMAT = '%.17g'

local USAGE = 'FCALL_RO recommend 2 rec:<user> pulse <n> [EXCLUDE <count> <item>...] [TAG <tag>]'

local function refusal(complaint, given, remedy)
  local shown = string.gsub(string.sub(given, 1, 60), '%c', ' ')
  return nil, redis.error_reply(string.format("ERR %s, was '%s': %s", complaint, shown, remedy))
end

local function whole_number(text, least, most)
  local number = text and string.match(text, '^%d+$') and tonumber(text)
  return number and number >= least and number <= most and number or nil
end

-- What is asked for: {places, excluded, tag}; or nil and the error to reply with.
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
        excluded[k] = args[i + 1 + k]
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
  return {places = places, excluded = excluded or {}, tag = tag}
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

-- Items that must not be added to the list being made: `taken[item] == list`. One table serves all
-- lists, since growing a new one for each costs as much as ranking; it is dropped from time to time
-- for the sake of memory.
local MOST_TAKEN = 50000
local taken, taken_size, list = {}, 0, 0

local function begin_list(excluded)
  list = list + 1
  if taken_size > MOST_TAKEN then
    taken, taken_size = {}, 0
  end
  for i = 1, #excluded do
    taken[excluded[i]] = list
  end
  taken_size = taken_size + #excluded
end

-- Whether a decoded value is an array; an empty object cannot be told from an empty array.
local function is_list(value)
  return type(value) == 'table' and (#value > 0 or next(value) == nil)
end

-- A document's list of the given name, and how many of its elements make an entry of `width`.
local function entries(raw, name, width)
  -- MessagePack starts a map with a byte from 0x80 on, JSON text with one below.
  local decode = (string.byte(raw) or 0) < 0x80 and cjson.decode or cmsgpack.unpack
  local document = decode(raw)
  local step = document.v == 1 and 1 or document.v == 2 and width
  if step and is_list(document[name]) then
    return document[name], step, document
  end
  return nil
end

-- The functions from here to `best_candidates` read stored documents and may raise on a damaged
-- one as well as return nil: `readable` makes both nil. Comparing a value with a string or a number
-- raises unless it is one, at a fraction of what type() costs for hundreds of values.
local function readable(read, ...)
  local succeeded, result = pcall(read, ...)
  return succeeded and result or nil
end

-- Items best first and the global score by item. The first of several entries for an item counts.
local function ranking(raw)
  local values, step = entries(raw, 'items', 2)
  if not values then
    return nil
  end
  local items, scores, size, sorted = {}, {}, 0, true
  for i = 1, #values, step do
    local item, score = values[i], values[i + 1]
    if step == 1 then
      item, score = item[1], item[2]
    end
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
      scores[item] = score + 0
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
  return {items = items, scores = scores}
end

-- The best candidates of a rec document with their full scores: three lists, best first, of which the
-- first `places` elements count. Every candidate and everything to exclude becomes taken.
local function best_candidates(raw, places, global, tagged)
  local values, step, document = entries(raw, 'candidates', 3)
  if not values or not is_list(document.exclude) then
    return nil
  end
  local excluded, taken, list = document.exclude, taken, list
  taken_size = taken_size + #excluded + #values / step
  for i = 1, #excluded do
    local item = excluded[i]
    taken[item] = item >= '' and list
  end

  -- Candidates come nearly in order: as they were ranked when written. Inserting from the end thus
  -- moves next to nothing, where a heap would have to sort in the end what it kept.
  local items, scores, reasons, size, largest = {}, {}, {}, 0, LARGEST_SCORE
  for i = 1, #values, step do
    local item, score, reason = values[i], values[i + 1], values[i + 2]
    if step == 1 then
      item, score, reason = item[1], item[2], item[3]
    end
    if not (item >= '' and score >= -largest and score <= largest and reason >= '') then
      return nil
    end
    if taken[item] ~= list and (not tagged or tagged[item]) then
      taken[item] = list
      score = score + (global[item] or 0)
      local at = size + 1
      while at > 1
        and (scores[at - 1] < score
          or (scores[at - 1] == score and precedes(item, items[at - 1]))) do
        items[at], scores[at], reasons[at] = items[at - 1], scores[at - 1], reasons[at - 1]
        at = at - 1
      end
      if at <= places then
        items[at], scores[at], reasons[at] = item, score, reason
        if size < places then
          size = size + 1
        end
      end
    end
  end
  return {items = items, scores = scores, reasons = reasons}
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

local NOTHING = {items = {}, scores = {}}

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

  local places, reason = wanted.places, 'trending'
  begin_list(wanted.excluded)
  local best = raw and readable(best_candidates, raw, places, pulse.scores, tagged)
  if not best then
    best = {items = {}, scores = {}, reasons = {}}
    if raw then
      reason = 'fallback:damaged'
      -- A damaged document may have taken items before the damage showed.
      begin_list(wanted.excluded)
    end
  end

  local format, taken, list = string.format, taken, list
  local items, scores = filling.items, filling.scores
  local reply, next_best, next_item = {}, 1, 1
  for place = 1, places do
    local candidate, item = best.items[next_best], items[next_item]
    while item and taken[item] == list do
      next_item = next_item + 1
      item = items[next_item]
    end
    local score, filler_score = best.scores[next_best], scores[item]
    if candidate
      and (not item
        or score > filler_score
        or (score == filler_score and precedes(candidate, item))) then
      reply[place] = {candidate, format(SCORE_FORMAT, score), best.reasons[next_best]}
      next_best = next_best + 1
    elseif item then
      reply[place] = {item, format(SCORE_FORMAT, filler_score), reason}
      next_item = next_item + 1
    else
      break
    end
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
