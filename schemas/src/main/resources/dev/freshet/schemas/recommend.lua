#!lua name=freshet

-- Ranks a user's recommendations at the moment they are read, and reads what goes with an item.
--
--   FCALL_RO recommend 2 rec:<user> pulse <n> [FROM <k>] [EXCLUDE <count> <item>...] [TAG <tag>]
--     [ALL <count> <tag>...] [ANY <count> <tag>...] [NOT <count> <tag>...] [AT <ms>]
--     [PLACEMENT <name> [WITHVARIANT]]
--   FCALL_RO similar 2 similar:<item> retired <n>
--
-- The reply to the first is an array of {item, score, reason}, best first. A candidate's score is its personal
-- part from rec:<user> plus its global part from the pulse (0 for an item that is not in it); items
-- of the pulse that are no candidates fill the list with their global part alone. Equal scores are
-- ordered by item, byte by byte. A user who was away for a while by the clock, or at the moment of AT,
-- gets the part of the pulse for that, whose factor the personal part is multiplied with. What others
-- did since the user acted, who had done the same items before, counts for the personal part too, and
-- is listed if it is no candidate. What is stored never makes a call fail: an unreadable value counts
-- as absent, and the reason says so where that costs the user the personal part.
--
-- TAG, ALL, ANY and NOT say which tags what is listed must have, and must not. The tags of what could be listed
-- are looked up in the hash `tags`, and what does not meet them is left out as what a call excludes is. Where tags
-- are wanted the pulses of these fill the list, and neither being away nor peers make a difference.
--
-- A document may be older than the retirement of an item in it, so what is about to be listed is looked
-- up in the sorted set `retired`. Only if something is in there, all that could be listed is looked up,
-- and the list is made again without it.
--
-- With PLACEMENT the user may have a variant of an experiment that runs there, by a hash of salt and user
-- (schemas/experiments.md): it reads the documents of another job, or what its own documents have by other weights,
-- lets peers count otherwise, gives places to items of which little is known, or lets no tag have more than a share
-- of the places. WITHVARIANT puts before the rows {experiment, variant}, empty without one, and behind each row of a
-- list that explores the chance of the item to be in that place.
-- Experiments are in the pulse, so calls without PLACEMENT never look at them.
--
-- The pulse may have rules of the platform's people. What those that apply to a call make of the pulse is
-- worked out once and kept with it, so that a call with rules costs little more than one without.
--
-- A pulse that ends with a checksum is fetched and decoded once: as long as the end stays the same,
-- so does the rest. Another is fetched by each call and decoded when it has changed.
--
-- Documents are JSON. A user's is written in columns, since a table for each row costs more than
-- everything else a call does; whole numbers decode at a tenth of the cost of others; and what is
-- needed of few candidates only, or is only searched, is one text, of which nothing is made that is
-- not looked at.
--
--   rec:<user>  {v: 4, items: [item...], scores: [millionths...],
--                reasons: "\nreason\nreason\n",
--                because: places in reasons, from 0, each with the same number of digits,
--                exclude: the codes of the items done, one after the other,
--                recent: "\nitem\nitem\n", the user's last items, the last one first,
--                peerWeight: what peers count, 0 or more,
--                variants: [{experiment, variant, items, scores, because: as above, with the same reasons,
--                  exclude: the codes of what is excluded besides}...]}
--   pulse       {v: 1, asOf: ms, items: [[item, score]...],
--                away: [{longerThan: ms, factor: number, items: [[item, score]...]}...],
--                peers: [[item, ms, shortfall, item before, item before that...]...], newest first,
--                experiments: [{name, placements: [name...], salt, holdout, from: ms, until: ms,
--                  variants: [{name, share, prefix, peers, exploration, tagShare, rules}...]}...],
--                newcomers: [[item, what could be gained by showing it, above 0]...],
--                variants: [{experiment, variant, items, away: as above}...],
--                rules: [{id, reason, placements: [name...], audience, from: ms, until: ms,
--                  pin: place | factor: above 0 | hide: true | most: places | only: true,
--                  items: [item...], scores: [millionths...]}...], in the order in which they apply,
--                crc: 16 hexadecimal digits, the last member}
--   similar:<item>  {v: 1, items: [[item, score]...]}
--   tags        a hash: "\ntag\ntag\n" by item, where in a tag "\" stands before a backslash, and before "n" for a
--                line feed; the field '' is there when those of all items are

local VERSION = '1.12.0'

-- The limits of a call, and so of its time, as no other client is served meanwhile.
local MOST_PLACES = 200
local MOST_EXCLUDED = 1000
local MOST_TAGS = 10
local MOST_PINS = 20
local MOST_AUDIENCES = 5
local LATEST = 1e15

-- Keeps the sum of two scores finite.
local LARGEST_SCORE = 1e300

-- 17 digits give every double back exactly, so a client sees the very number that ranked.
local SCORE_FORMAT = '%.17g'

-- A user's scores are whole numbers of this fraction.
local MILLION = 1e6

-- What an item counts, compared with the one after it, of those that a peer and the user did before.
local PEER_SHARE = 0.8

-- Where the signal of peers tends to.
local MOST_PEERS = 7

-- The code of an item are the first digits of the SHA-1 of its bytes: ids would make a document as long
-- as they are.
local CODE_DIGITS = 8

-- Of so many more candidates than places the best are kept where rules may leave some out.
local SPARE_CANDIDATES = 4

-- Longer lists are sorted at the end, as inserting each candidate at its place would take quadratic time.
local MOST_INSERTED = 64

-- After so many searches in a text of codes it pays to make a table of it.
local MOST_SEARCHES = 16

-- What unpack can pass on is limited.
local MOST_ARGUMENTS = 1000

-- Of so many retired items all are remembered; of more each read asks for those it is about to list.
local MOST_REMEMBERED = 1000

-- Of so many copies of the set of retired items.
local MOST_COPIES = 64

local USAGE = 'FCALL_RO recommend 2 rec:<user> pulse <n> [FROM <k>] [EXCLUDE <count> <item>...]'
  .. ' [TAG <tag>] [ALL <count> <tag>...] [ANY <count> <tag>...] [NOT <count> <tag>...] [AT <ms>]'
  .. ' [PLACEMENT <name> [WITHVARIANT]]'

local SIMILAR_USAGE = 'FCALL_RO similar 2 similar:<item> retired <n>'

local function refusal(complaint, given, remedy)
  local shown = string.gsub(string.sub(given, 1, 60), '%c', ' ')
  return nil, redis.error_reply(string.format("ERR %s, was '%s': %s", complaint, shown, remedy))
end

local function whole_number(text, least, most)
  local number = text and string.match(text, '^%d+$') and tonumber(text)
  return number and number >= least and number <= most and number or nil
end

-- How many items are asked for, or nil and the error to reply with.
local function places_of(args)
  local places = whole_number(args[1], 1, MOST_PLACES)
  if places then
    return places
  end
  return refusal(
    'n must be a whole number from 1 to ' .. MOST_PLACES,
    args[1] or '',
    'pass how many items to return, e.g. 20')
end

local NOTHING_EXCLUDED = {}

-- How many arguments follow the word at a place as it counts them: `things`, from `least` to `most`. Or nil and
-- the error to reply with.
local function counted(args, at, things, least, most)
  local word, value = string.upper(args[at]), args[at + 1]
  local count = whole_number(value, least, most)
  if not count then
    return refusal(
      word .. ' needs a count from ' .. least .. ' to ' .. most,
      value or '',
      string.format('pass how many %s follow, e.g. %s 2 first-%s second-%s', things, word,
        string.sub(things, 1, -2), string.sub(things, 1, -2)))
  end
  local given = #args - at - 1
  if count > given then
    return refusal(
      word .. ' needs as many ' .. things .. ' as it counts',
      count .. ' counted, ' .. given .. ' given',
      'count the ' .. things .. ' that follow')
  end
  return count
end

-- What tags are asked for: {tags, all, any, none, positive}, the names of all that are, of these the numbers of
-- those that an item needs all of, any of (nil if it needs none), and none of; `positive` is of how many of the
-- names pulses fill the list, the first ones; or nil and the error to reply with.
local function filter_of(tag, all, any, none)
  local tags, sum = {}, (tag and 1 or 0) + #(all or {}) + #(any or {}) + #(none or {})
  if sum > MOST_TAGS then
    return refusal(
      'TAG, ALL, ANY and NOT take ' .. MOST_TAGS .. ' tags in all',
      sum .. ' tags',
      'drop some')
  end
  local function numbers(names)
    local found = {}
    for i = 1, #names do
      tags[#tags + 1], found[i] = names[i], #tags + 1
    end
    return found
  end
  local filter = {tags = tags, all = numbers({tag}), only_tag = not (all or any or none)}
  for _, number in ipairs(numbers(all or {})) do
    filter.all[#filter.all + 1] = number
  end
  filter.any = any and numbers(any)
  filter.positive = #tags
  filter.none = numbers(none or {})
  return filter
end

-- The words that tags follow, each after its count.
local TAG_WORDS = {ALL = true, ANY = true, NOT = true}

-- The words that must be given once.
local ONCE = {FROM = true, EXCLUDE = true, TAG = true, ALL = true, ANY = true, NOT = true, AT = true,
  PLACEMENT = true, WITHVARIANT = true}

-- What is asked for: {places, before, excluded, filter, at, placement, with_variant}, excluded[item] being true
-- and `before` the places that are left out, which `places` has too; or nil and the error to reply with.
local function request(keys, args)
  if #keys ~= 2 then
    return refusal('recommend needs 2 keys', #keys .. ' keys', 'call ' .. USAGE)
  end
  local places, failure = places_of(args)
  if not places then
    return nil, failure
  end
  local before, excluded, tag, at, placement, with_variant
  local tags
  local i = 2
  while i <= #args do
    local word, value = string.upper(args[i]), args[i + 1]
    if word == 'EXCLUDE' and not excluded then
      local count, failure = counted(args, i, 'items', 0, MOST_EXCLUDED)
      if not count then
        return nil, failure
      end
      excluded = {}
      for k = 1, count do
        excluded[args[i + 1 + k]] = true
      end
      i = i + 2 + count
    elseif TAG_WORDS[word] and not (tags and tags[word]) then
      local count, failure = counted(args, i, 'tags', 1, MOST_TAGS)
      if not count then
        return nil, failure
      end
      tags = tags or {}
      tags[word] = {}
      for k = 1, count do
        tags[word][k] = args[i + 1 + k]
      end
      i = i + 2 + count
    elseif word == 'FROM' and not before then
      before = whole_number(value, 0, MOST_PLACES - places)
      if not before then
        return refusal(
          'FROM needs a whole number that is ' .. MOST_PLACES .. ' at most together with n',
          value or '',
          'pass how many places to leave out, e.g. FROM 20')
      end
      i = i + 2
    elseif word == 'TAG' and not tag then
      if not value then
        return refusal('TAG needs a tag', '', 'pass one, e.g. TAG python')
      end
      tag = value
      i = i + 2
    elseif word == 'AT' and not at then
      at = whole_number(value, 0, LATEST)
      if not at then
        return refusal(
          'AT needs epoch milliseconds',
          value or '',
          'pass a whole number, e.g. AT 1764000000000')
      end
      i = i + 2
    elseif word == 'PLACEMENT' and not placement then
      if not value then
        return refusal('PLACEMENT needs a name', '', 'pass one, e.g. PLACEMENT home')
      end
      placement = value
      i = i + 2
    elseif word == 'WITHVARIANT' and not with_variant then
      with_variant = true
      i = i + 1
    elseif ONCE[word] then
      return refusal(word .. ' must be given once', args[i] .. ' again', 'drop one of the two')
    else
      return refusal(
        'argument ' .. i .. ' after the keys must be FROM, EXCLUDE, TAG, ALL, ANY, NOT, AT, PLACEMENT or'
          .. ' WITHVARIANT',
        args[i],
        'call ' .. USAGE)
    end
  end
  if with_variant and not placement then
    return refusal('WITHVARIANT needs a PLACEMENT', '', 'pass one, e.g. PLACEMENT home')
  end
  local filter
  if tag or tags then
    tags = tags or {}
    filter, failure = filter_of(tag, tags.ALL, tags.ANY, tags.NOT)
    if not filter then
      return nil, failure
    end
  end
  return {
    places = places + (before or 0),
    before = before or 0,
    excluded = excluded or NOTHING_EXCLUDED,
    filter = filter,
    at = at,
    placement = placement,
    with_variant = with_variant,
  }
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

-- What reads a stored document may raise on a damaged one as well as return nil: `readable` makes
-- both nil. Comparing a value with a string or a number raises unless it is one, at a fraction of
-- what type() costs for hundreds of values.
local function readable(read, ...)
  local succeeded, result = pcall(read, ...)
  return succeeded and result or nil
end

-- Rows of a pulse as {items, scores, texts, codes, taken}: items best first, the global score by item, as
-- a text where a list was filled with it, the code where it was asked for, and in taken[item] the number
-- of the last list that may not be filled with the item. The first of several entries for an item counts.
local function ranked(rows)
  if not is_list(rows) then
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
  return {items = items, scores = scores, texts = {}, codes = {}, taken = taken, factor = 1}
end

-- What a rule can do.
local RULE_ACTIONS = {'pin', 'factor', 'hide', 'most', 'only'}

local NO_SCORES = {}

-- The experiments of a pulse by placement, in their order, with the sum of the shares of each; nil or an
-- error where one is damaged.
local function experiments_by_placement(experiments)
  local by = {}
  for i = 1, #experiments do
    local experiment, sum = experiments[i], 0
    for k = 1, #experiment.variants do
      local variant = experiment.variants[k]
      local prefix, peers, exploration = variant.prefix, variant.peers, variant.exploration
      local tag_share = variant.tagShare
      if not (variant.name >= '' and variant.share > 0)
        or (prefix and not (prefix >= ''))
        or (peers and not (peers >= 0 and peers <= MILLION))
        or (exploration and not (exploration >= 0 and exploration <= 1))
        or (tag_share and not (tag_share > 0 and tag_share <= 1)) then
        return nil
      end
      sum = sum + variant.share
    end
    if not (experiment.name >= '' and experiment.salt >= '' and experiment.holdout >= 0
      and experiment.from < experiment['until'] and sum > 0) then
      return nil
    end
    experiment.sum = sum
    for k = 1, #experiment.placements do
      local placement = experiment.placements[k]
      by[placement] = by[placement] or {}
      by[placement][#by[placement] + 1] = experiment
    end
  end
  return by
end

-- The rules of a pulse as {all, named, windows, hiding}: in their order, which placements they name, and what
-- `window_of` keeps. Nil or an error where one is damaged.
local function rules_of(rules)
  local all, by = {}, {}
  for i = 1, #rules do
    local rule = rules[i]
    local placements, action, amount = rule.placements, nil, nil
    for _, name in ipairs(RULE_ACTIONS) do
      if rule[name] ~= nil then
        -- A rule does one thing.
        if action then
          return nil
        end
        action, amount = name, rule[name]
      end
    end
    local lists = action == 'pin' or action == 'factor' or action == 'only'
    local scores = rule.scores or NO_SCORES
    if action == 'hide' or action == 'only' then
      if amount ~= true then
        return nil
      end
    elseif action == 'factor' then
      if not (amount > 0 and amount <= LARGEST_SCORE) then
        return nil
      end
    elseif not (amount >= 1 and amount % 1 == 0) then
      return nil
    end
    if not (rule.id >= '')
      or not ((rule.reason or '') >= '')
      or not ((rule.audience or '') >= '')
      or not (is_list(rule.items) and is_list(scores))
      or (lists and #scores ~= #rule.items)
      or not ((rule.from or 0) < (rule['until'] or math.huge)) then
      return nil
    end
    for k = 1, #rule.items do
      local score = lists and scores[k] or 0
      if not (rule.items[k] >= '' and score >= -LARGEST_SCORE and score <= LARGEST_SCORE) then
        return nil
      end
    end
    rule.action, rule.amount, rule.number = action, amount, i
    if action == 'factor' then
      -- In whole millionths sums are the same in whichever order, and wherever they are made.
      rule.shift = math.floor(math.log(amount) * MILLION + 0.5)
    end
    rule.why = 'rule:' .. rule.id
    if rule.reason and rule.reason ~= '' then
      rule.why = rule.why .. ':' .. rule.reason
    end
    if placements and #placements > 0 then
      rule.at = {}
      for k = 1, #placements do
        if not (placements[k] >= '') then
          return nil
        end
        rule.at[placements[k]], by[placements[k]] = true, true
      end
    elseif placements and not is_list(placements) then
      return nil
    end
    all[i] = rule
  end
  return {all = all, named = by, windows = {}, hiding = {}}
end

-- What little is known of, as {items, gains, texts, place_of, allowed, open}: the place by item, in allowed[place]
-- whether it may be in the list at hand, and in open[place] whether it may be where the list has come to; nil or
-- an error where it is damaged.
local function newcomers_of(rows)
  local items, gains, texts, place_of = {}, {}, {}, {}
  for i = 1, #rows do
    local item, gain = rows[i][1], rows[i][2]
    if not (item >= '' and gain > 0 and gain <= LARGEST_SCORE) then
      return nil
    end
    items[i], gains[i], texts[i] = item, gain, string.format(SCORE_FORMAT, gain)
    place_of[item] = i
  end
  return {items = items, gains = gains, texts = texts, place_of = place_of, allowed = {},
    open = {}}
end

-- The rows of a pulse ranked, with what it has for users who were away, to be ranked when needed.
local function ranked_with_away(document)
  local pulse = ranked(document.items)
  if pulse and is_list(document.away) then
    pulse.away, pulse.after = document.away, {}
  end
  return pulse
end

-- A pulse as its own rows ranked, with all else that it has.
local function ranking(raw)
  local document = cjson.decode(raw)
  local pulse = document.v == 1 and ranked_with_away(document)
  if pulse and type(document.asOf) == 'number' then
    pulse.as_of = document.asOf
  end
  if pulse and is_list(document.variants) and #document.variants > 0 then
    pulse.variants = document.variants
  end
  if pulse and is_list(document.peers) and #document.peers > 0 then
    pulse.peers = document.peers
  end
  if pulse and is_list(document.experiments) and #document.experiments > 0 then
    pulse.experiments = readable(experiments_by_placement, document.experiments)
  end
  if pulse and is_list(document.newcomers) and #document.newcomers > 0 then
    pulse.newcomers = readable(newcomers_of, document.newcomers)
  end
  if pulse and is_list(document.rules) and #document.rules > 0 then
    pulse.rules = readable(rules_of, document.rules)
  end
  return pulse
end

-- What users did, by what they had done before: for each such item rows of a pulse's peers, newest
-- first, each followed by what the item counts there.
local function steps_by_context(rows)
  local by = {}
  for i = 1, #rows do
    local row, share = rows[i], 1
    if not (row[1] >= '' and row[2] >= 0 and row[3] <= 0 and row[3] >= -LARGEST_SCORE) then
      return nil
    end
    for k = 4, #row do
      local steps = by[row[k]]
      if not steps then
        steps = {}
        by[row[k]] = steps
      end
      steps[#steps + 1], steps[#steps + 2] = row, share
      share = share * PEER_SHARE
    end
  end
  return by
end

-- The steps of a pulse's peers since a moment, or nil if there are none or they are damaged.
local function steps_since(pulse, millis)
  if not (pulse.peers[1][2] > millis) then
    return nil
  end
  if pulse.steps == nil then
    pulse.steps = readable(steps_by_context, pulse.peers) or false
  end
  return pulse.steps or nil
end

-- The signal of peers for what their contexts have in common with the user's last items.
local function saturating(sum)
  return MOST_PEERS * (sum / (1 + sum))
end

local function code_of(item, codes)
  local code = codes[item]
  if not code then
    code = string.sub(redis.sha1hex(item), 1, CODE_DIGITS)
    codes[item] = code
  end
  return code
end

-- What the user of the call at hand has done: the codes as one text, how often that was searched, and a
-- table of them if that was often.
local done = {text = '', searches = 0}

local function remember_done(text)
  done.text, done.searches, done.codes = text, 0, nil
end

local function done_codes()
  local codes = {}
  for code in string.gmatch(done.text, string.rep('.', CODE_DIGITS)) do
    codes[code] = true
  end
  return codes
end

local function is_done(item, codes)
  local text = done.text
  if text == '' then
    return false
  end
  local code = code_of(item, codes)
  if done.codes then
    return done.codes[code]
  end
  done.searches = done.searches + 1
  if done.searches > MOST_SEARCHES and #text > MOST_SEARCHES * CODE_DIGITS then
    done.codes = done_codes()
    return done.codes[code]
  end
  local at = string.find(text, code, 1, true)
  while at and at % CODE_DIGITS ~= 1 do
    at = string.find(text, code, at + 1, true)
  end
  return at
end

-- Adds to a document what peers did since: to the scores of candidates, and further items behind them.
-- `document.sources` has for the place of each of these the user's item that speaks for it. The weight of
-- the user's document counts the given times.
local function join_peers(document, pulse, times)
  local steps_by = readable(steps_since, pulse, document.asOf)
  local weight = document.peerWeight * times
  if not steps_by or not (weight > 0 and weight <= MILLION) then
    return
  end
  local sums, sources, rows, found, position_share = {}, {}, {}, {}, 1
  for item in string.gmatch(document.recent, '[^\n]+') do
    local steps = steps_by[item]
    for i = 1, steps and #steps or 0, 2 do
      local row = steps[i]
      if not (row[2] > document.asOf) then
        break
      end
      local to = row[1]
      if not sums[to] then
        sums[to], sources[to], rows[to] = 0, item, row
        found[#found + 1] = to
      end
      sums[to] = sums[to] + position_share * steps[i + 1]
    end
    position_share = position_share * PEER_SHARE
  end
  if #found == 0 then
    return
  end
  local items, scores = document.items, document.scores
  for i = 1, #items do
    local sum = sums[items[i]]
    if sum then
      scores[i] = scores[i] + weight * saturating(sum) * MILLION
      sums[items[i]] = nil
    end
  end
  document.sources = {}
  for i = 1, #found do
    local item = found[i]
    local sum = sums[item]
    if sum and not is_done(item, pulse.codes) then
      local place = #items + 1
      items[place] = item
      scores[place] = (rows[item][3] + weight * saturating(sum)) * MILLION
      document.sources[place] = sources[item]
    end
  end
end

-- What a pulse has for users who were away for the given milliseconds, ranked; nil if it has nothing.
local function ranking_after(pulse, millis)
  local parts, last = pulse.away, nil
  for i = 1, #parts do
    if parts[i].longerThan < millis then
      last = i
    end
  end
  if last and not pulse.after[last] then
    local factor = parts[last].factor
    local part = factor > 0 and factor <= MILLION and ranked(parts[last].items)
    part.factor = factor
    pulse.after[last] = part
  end
  return last and pulse.after[last]
end

-- The moment of the read, epoch milliseconds.
local function moment(wanted)
  if not wanted.at then
    local now = redis.call('TIME')
    wanted.at = now[1] * 1000 + now[2] / 1000
  end
  return wanted.at
end

-- For how many milliseconds the user of a document has been away.
local function away(document, wanted)
  return moment(wanted) - document.asOf
end

-- The best candidates of the call at hand, best first, each with its place in the document: only
-- the first `size` elements count.
local best = {items = {}, scores = {}, places = {}, size = 0}

-- Candidates of the call at hand that rules could pin and may be listed, and the scores of all that rules
-- could pin.
local pinnable = {scores = {}}

-- Makes `best` the best of all candidates, which are given by their places, with scores by place.
local function take_best(all, items, size)
  local scores = all.scores
  table.sort(all, function(a, b)
    if scores[a] ~= scores[b] then
      return scores[a] > scores[b]
    end
    return precedes(items[a], items[b])
  end)
  for i = 1, size do
    local place = all[i]
    best.scores[i], best.places[i] = scores[place], place
  end
end

-- Makes `best` the best candidates of a rec document with their full scores, so many at most, and marks
-- those that the list could be filled with otherwise as taken by the list of the given number. Of a
-- candidate that gets no place only the score is checked. `fillers` has what the list could be filled
-- with where that is not `global`, which has all of it unless it is `apart`; without `free` nothing else is
-- listed. Of `fillers` those that `pins_of` has go into `pinnable`.
local function rank(document, places, excluded, global, factor, fillers, apart, free, taken, list, pins_of)
  local items, scores = document.items, document.scores
  if not (is_list(items) and #scores == #items) then
    return false
  end

  -- Candidates come nearly in order: as they were ranked when written. Inserting from the end thus
  -- moves next to nothing, where a heap would have to sort in the end what it kept.
  local best_items, best_scores, best_places = best.items, best.scores, best.places
  local size = 0
  local all = places > MOST_INSERTED and {scores = {}}
  local least, lowest, largest, million = -math.huge, -LARGEST_SCORE, LARGEST_SCORE, MILLION
  for i = 1, #items do
    local item, score = items[i], scores[i]
    if not (score >= lowest and score <= largest) then
      return false
    end
    local pulsing = global[item]
    -- Adding 0 makes a negative zero positive.
    score = score / million * factor + (pulsing or 0)
    if fillers and (pulsing or apart) then
      pulsing = fillers[item]
      if pins_of and pulsing and pins_of[item] then
        pinnable.scores[item] = score
        if not excluded[item] then
          pinnable[#pinnable + 1] = item
        end
      end
    end
    if pulsing and pulsing >= least then
      taken[item] = list
    end
    if all and not excluded[item] and (pulsing or free) then
      size = size + 1
      all[size], all.scores[i] = i, score
    elseif score >= least and not excluded[item] and (pulsing or free) then
      local at = size + 1
      while at > 1
        and (best_scores[at - 1] < score
          or (best_scores[at - 1] == score and precedes(item, items[best_places[at - 1]]))) do
        best_scores[at], best_places[at] = best_scores[at - 1], best_places[at - 1]
        at = at - 1
      end
      if at <= places then
        best_scores[at], best_places[at] = score, i
        if size < places then
          size = size + 1
        end
        if size == places then
          least = best_scores[size]
        end
      end
    end
  end
  if all then
    size = math.min(size, places)
    take_best(all, items, size)
  end
  best.size = size
  for i = 1, size do
    local item = items[best_places[i]]
    if not (item >= '') then
      return false
    end
    best_items[i] = item
  end
  return true
end

-- The reply to a command that reads a string: '' if there is none that could be read, false if there
-- is no key. Only an error that has nothing to do with what is stored (rights, cluster slots) is
-- left to the caller.
local function stored(...)
  local value = redis.pcall(...)
  if type(value) ~= 'table' then
    return value
  end
  if string.match(value.err, '^WRONGTYPE') then
    return ''
  end
  return nil, value
end

-- Rankings by key with the identity of the value they were read from, in two generations. When the
-- young one has taken in GENERATION_BYTES it becomes the old one and the former old one is dropped,
-- so that memory is bounded however many tags and copies of the pulse there are.
local GENERATION_BYTES = 1024 * 1024
local young, old, young_bytes = {}, {}, 0

local NOTHING = {items = {}, scores = {}, texts = {}, codes = {}, taken = {}, factor = 1}

-- The end of a pulse with a checksum, and where it begins.
local CHECKSUM = '^,"crc":"%x+"}$'
local CHECKSUM_FROM = '-26'

-- The ranking at a key; of a pulse with a checksum only the end is fetched if it is known already.
local function current_ranking(key)
  local identity, failure = stored('GETRANGE', key, CHECKSUM_FROM, '-1')
  if not identity then
    return nil, failure
  end
  local known = young[key]
  if known and known.identity == identity then
    return known.ranking
  end
  local raw
  raw, failure = stored('GET', key)
  if not raw then
    return raw == false and NOTHING or nil, failure
  end
  if not string.find(identity, CHECKSUM) then
    identity = raw
    if known and known.identity == raw then
      return known.ranking
    end
  end
  known = old[key]
  if not known or known.identity ~= identity then
    known = {identity = identity, ranking = readable(ranking, raw) or NOTHING}
  end
  if young_bytes >= GENERATION_BYTES then
    old, young, young_bytes = young, {}, 0
  end
  young[key] = known
  young_bytes = young_bytes + #key + #raw
  return known.ranking
end

-- What is put before `rec:<user>` and `pulse`, and the user; or nil where keys have other names.
local function key_parts(keys)
  local start, name = string.sub(keys[2], 1, -6), string.sub(keys[2], -5)
  local own = start .. 'rec:'
  if name == 'pulse' and string.sub(keys[1], 1, #own) == own then
    return start, string.sub(keys[1], #own + 1)
  end
end

-- What rules make of the rankings that they are applied to is kept with the rules; all of it is dropped when
-- it has so many rows, so that memory is bounded however many placements, audiences and pulses there are.
local MOST_WORKED_ROWS = 200000
local worked_rows, worked_rules = 0, {}

-- What the pulse of kept rules counts.
local ROWS_OF_PULSE = 2000

local function count_worked(rows)
  worked_rows = worked_rows + rows
  if worked_rows > MOST_WORKED_ROWS then
    for i = 1, #worked_rules do
      worked_rules[i].windows, worked_rules[i].hiding = {}, {}
    end
    worked_rows, worked_rules = 0, {}
  end
end

-- Which rules may apply at a placement and a moment as {from, till, rules, audiences, sets}: until when the
-- same ones do, of which audiences that depends, and `sets` by who is a member. Without `opinions` only what
-- hides applies. Rules of further audiences than MOST_AUDIENCES, in the order of the rules, do not apply.
local function window_of(rules, wanted, opinions)
  local windows = opinions and rules.windows or rules.hiding
  local place = rules.named[wanted.placement] and wanted.placement or false
  local now, window = moment(wanted), windows[place]
  if window and now >= window.from and now < window.till then
    return window
  end
  if not window then
    worked_rules[#worked_rules + 1] = rules
    count_worked(ROWS_OF_PULSE)
  end
  local from, till, found, audiences = -math.huge, math.huge, {}, {}
  for i = 1, #rules.all do
    local rule = rules.all[i]
    if (opinions or rule.action == 'hide') and (not rule.at or rule.at[place]) then
      local first, last = rule.from or -math.huge, rule['until'] or math.huge
      if now < first then
        till = math.min(till, first)
      elseif now >= last then
        from = math.max(from, last)
      else
        from, till = math.max(from, first), math.min(till, last)
        local audience = rule.audience ~= '' and rule.audience
        if audience and not audiences[audience] and #audiences < MOST_AUDIENCES then
          audiences[#audiences + 1] = audience
          audiences[audience] = #audiences
        end
        if not audience or audiences[audience] then
          found[#found + 1] = rule
        end
      end
    end
  end
  window = {from = from, till = till, rules = found, audiences = audiences, sets = {}}
  windows[place] = window
  return window
end

-- Of which audiences the user of a call is a member, a digit each. One that cannot be read has nobody.
local function memberships(audiences, keys)
  if #audiences == 0 then
    return ''
  end
  local start, user = key_parts(keys)
  local digits = {}
  for i = 1, #audiences do
    local since = start and redis.pcall('ZMSCORE', start .. 'audience:' .. audiences[i], user)
    digits[i] = since and not since.err and since[1] and '1' or '0'
  end
  return table.concat(digits)
end

local function sort_by(items, scores)
  table.sort(items, function(a, b)
    if scores[a] ~= scores[b] then
      return scores[a] > scores[b]
    end
    return precedes(a, b)
  end)
end

-- Two sorted lists as one.
local function merged(one, other, scores)
  if #one == 0 or #other == 0 then
    return #one == 0 and other or one
  end
  local all, i, k = {}, 1, 1
  for at = 1, #one + #other do
    local a, b = one[i], other[k]
    if not b or a and (scores[a] > scores[b] or scores[a] == scores[b] and precedes(a, b)) then
      all[at], i = a, i + 1
    else
      all[at], k = b, k + 1
    end
  end
  return all
end

-- Rules that apply together:
--   hidden   the items never listed
--   only     the only items that are listed, nil if all are
--   shifts   what is added to scores, whole millionths by item
--   lifted   the number of the first rule that lifts the item
--   extras   what the list may have though the pulse has it not, best first, with extra_scores
--   pins     the rules that give a place away, and by item in pins_of which of them
--   limits   how many places there are for the items of a rule, and by item in limits_of which of them
--   whys     the reason by the number of the rule
--   skips    whether what could be listed next may have to be left out
-- Nil if there are none.
local function set_of(rules)
  if #rules == 0 then
    return nil
  end
  local set = {hidden = {}, shifts = {}, lifted = {}, extras = {}, extra_scores = {}, pins = {},
    pins_of = {}, limits = {}, limits_of = {}, whys = {}, globals = {}, worked = {}}
  local hidden, shifts, lifted, size = set.hidden, set.shifts, set.lifted, 0
  for i = 1, #rules do
    local rule = rules[i]
    local items, action, group, groups_of = rule.items, rule.action, nil, nil
    size = size + #items
    set.whys[rule.number] = rule.why
    if action == 'only' then
      set.only = set.only or {}
    elseif action == 'pin' then
      set.pins[#set.pins + 1], group, groups_of = rule, #set.pins + 1, set.pins_of
    elseif action == 'most' then
      set.limits[#set.limits + 1], group, groups_of = rule.amount, #set.limits + 1, set.limits_of
    end
    for k = 1, #items do
      local item = items[k]
      if action == 'hide' then
        hidden[item] = true
      elseif action == 'only' then
        set.only[item] = true
      elseif action == 'factor' then
        shifts[item] = (shifts[item] or 0) + rule.shift
        if rule.amount > 1 and not lifted[item] then
          lifted[item] = rule.number
        end
      else
        local groups = groups_of[item]
        if not groups then
          groups = {}
          groups_of[item] = groups
        end
        if groups[#groups] ~= group then
          groups[#groups + 1] = group
        end
      end
    end
  end
  local extras, scores = set.extras, set.extra_scores
  for i = 1, #rules do
    local rule = rules[i]
    local action = rule.action
    if action == 'pin' or action == 'only' or action == 'factor' and rule.amount > 1 then
      for k = 1, #rule.items do
        local item = rule.items[k]
        if not scores[item] and not hidden[item] and (not set.only or set.only[item]) then
          extras[#extras + 1] = item
          scores[item] = (rule.scores[k] + (shifts[item] or 0)) / MILLION
        end
      end
    end
  end
  sort_by(extras, scores)
  set.beside_hidden = next(hidden) and {__index = hidden}
  set.skips = #set.pins > 0 or #set.limits > 0
  count_worked(size + #extras)
  return set
end

-- The rules that apply to a call as a set, or nil.
local function applying(pulse, wanted, keys, opinions)
  local window = window_of(pulse.rules, wanted, opinions)
  local digits = memberships(window.audiences, keys)
  local set = window.sets[digits]
  if set == nil then
    local rules, pinning = {}, 0
    for i = 1, #window.rules do
      local rule = window.rules[i]
      local number = window.audiences[rule.audience]
      if not number or string.sub(digits, number, number) == '1' then
        pinning = rule.action == 'pin' and pinning + 1 or pinning
        if rule.action ~= 'pin' or pinning <= MOST_PINS then
          rules[#rules + 1] = rule
        end
      end
    end
    set = set_of(rules) or false
    window.sets[digits] = set
  end
  return set or nil
end

-- A ranking to fill lists with as rules have it, with the items of each pin, best first.
local function worked_filling(set, filling)
  local worked = set.worked[filling]
  if worked then
    return worked
  end
  local hidden, only, shifts = set.hidden, set.only, set.shifts
  local kept, moved, further, scores, taken = {}, {}, {}, {}, {}
  for i = 1, #filling.items do
    local item = filling.items[i]
    if not hidden[item] and (not only or only[item]) then
      local score, shift = filling.scores[item], shifts[item]
      if shift then
        score, moved[#moved + 1] = score + shift / MILLION, item
      else
        kept[#kept + 1] = item
      end
      scores[item], taken[item] = score, 0
    end
  end
  for i = 1, #set.extras do
    local item = set.extras[i]
    if not filling.scores[item] then
      further[#further + 1], scores[item], taken[item] = item, set.extra_scores[item], 0
    end
  end
  sort_by(moved, scores)
  local items, pins = merged(merged(kept, moved, scores), further, scores), {}
  for i = 1, #set.pins do
    pins[i] = {}
  end
  for i = 1, #set.pins > 0 and #items or 0 do
    local groups = set.pins_of[items[i]]
    for k = 1, groups and #groups or 0 do
      local pin = pins[groups[k]]
      pin[#pin + 1] = items[i]
    end
  end
  worked = {items = items, scores = scores, texts = {}, codes = filling.codes, taken = taken,
    pins = pins}
  set.worked[filling] = worked
  count_worked(#items)
  return worked
end

-- The global scores of candidates as rules have them, 0 for what else there may be on the list.
local function worked_global(set, part)
  local global = set.globals[part]
  if not global then
    global = part.scores
    if next(set.shifts) or #set.extras > 0 then
      local size = 0
      global = {}
      for item, score in pairs(part.scores) do
        global[item], size = score, size + 1
      end
      for item, shift in pairs(set.shifts) do
        global[item], size = (global[item] or 0) + shift / MILLION, size + 1
      end
      for i = 1, #set.extras do
        local item = set.extras[i]
        global[item], size = global[item] or 0, size + 1
      end
      count_worked(size)
    end
    set.globals[part] = global
  end
  return global
end

-- What is not listed of what a call excludes and of what is hidden.
local function with_hidden(excluded, set)
  if not (set and set.beside_hidden) then
    return excluded
  elseif excluded == NOTHING_EXCLUDED then
    return set.hidden
  end
  return setmetatable(excluded, set.beside_hidden)
end

-- Of the list at hand: what is pinned, as {place, item, score, why} by place; which items that are; and how many
-- places each limit has given.
local NOTHING_PINNED, NOTHING_LIMITED = {}, {}
local pins, pinned, counts = NOTHING_PINNED, NOTHING_PINNED, {}

-- Whether there is no place left for an item of some limits.
local function is_full(set, groups)
  for i = 1, #groups do
    if counts[groups[i]] >= set.limits[groups[i]] then
      return true
    end
  end
  return false
end

local function count_place(groups)
  for i = 1, #groups do
    counts[groups[i]] = counts[groups[i]] + 1
  end
end

-- Whether an item may get a place of a pin.
local function may_pin(set, item)
  local limits = set.limits_of[item]
  return not (pinned[item] or limits and is_full(set, limits))
end

-- The best item of a pin, with its score: a candidate that is pinnable, or another of `filling`.
local function best_pin(set, number, filling, excluded)
  local best_item, best_score
  for i = 1, #pinnable do
    local item = pinnable[i]
    local score, groups = pinnable.scores[item], set.pins_of[item]
    for k = 1, #groups do
      if groups[k] == number
        and (not best_item or score > best_score or score == best_score and precedes(item, best_item))
        and may_pin(set, item) then
        best_item, best_score = item, score
      end
    end
  end
  local others = filling.pins[number]
  for i = 1, #others do
    local item = others[i]
    local score = filling.scores[item]
    if best_item
      and (best_score > score or best_score == score and precedes(best_item, item)) then
      break
    elseif not pinnable.scores[item] and not excluded[item] and may_pin(set, item)
      and not is_done(item, filling.codes) then
      return item, score
    end
  end
  return best_item, best_score
end

-- Gives the places of pins to items.
local function pin_items(set, filling, excluded)
  for number = 1, #set.pins do
    local rule = set.pins[number]
    local item, score = best_pin(set, number, filling, excluded)
    if item then
      local place, at = rule.amount, 1
      while pins[at] and pins[at].place <= place do
        place = pins[at].place == place and place + 1 or place
        at = at + 1
      end
      local first = math.min(rule.number, set.lifted[item] or math.huge)
      table.insert(pins, at, {place = place, item = item, score = score, why = set.whys[first]})
      pinned[item] = true
      if set.limits_of[item] then
        count_place(set.limits_of[item])
      end
    end
  end
end

local list = 0

-- The reply, its rows and their items, for the next call to use again: Redis has sent it by then.
local reply, rows, shown = {}, {}, {}

-- Where the lines of `reasons` of the call at hand begin.
local starts = {}

-- Replies with the best candidates, and with items of `filling`, for the given reason, that come
-- before them or after the last. Reasons are numbered in the order of the candidates, so the first
-- lines are all that is looked at as a rule. Rules that apply have worked on `filling`, and their pins are
-- made. Where `best` lacks candidates that is told as the second result, once they are needed. A reply that is
-- `bare` is what a list is made of later, without what is pinned, and with what is beyond a limit.
local function merge(document, filling, excluded, most, list, trending, set, lacks, bare)
  local reasons, because = document.reasons, document.because
  local candidates, personal, places, size = best.items, best.scores, best.places, best.size
  local items, scores, texts, taken = filling.items, filling.scores, filling.texts, filling.taken
  local codes, lifted, skips = filling.codes, set and set.lifted, set and set.skips
  local limits_of, pins = set and set.limits_of, pins
  if bare then
    limits_of, pins = NOTHING_LIMITED, NOTHING_PINNED
  end
  local format, find, sub, starts, known = string.format, string.find, string.sub, starts, 1
  local digits, joined = #because / document.own, document.sources
  if document.own > 0 and (digits < 1 or digits % 1 ~= 0 or sub(reasons, 1, 1) ~= '\n') then
    return nil
  end
  starts[1] = 2
  local next_best, next_item, next_pin, listed = 1, 1, 1, 0
  for place = 1, most do
    local candidate, score, item, filler
    local pin = skips and pins[next_pin]
    if not (pin and pin.place <= place) then
      if skips then
        local item = candidates[next_best]
        while next_best <= size
          and (pinned[item] or limits_of[item] and is_full(set, limits_of[item])) do
          next_best = next_best + 1
          item = candidates[next_best]
        end
      end
      if next_best <= size then
        candidate, score = candidates[next_best], personal[next_best]
      elseif lacks then
        return nil, true
      end
      -- The next item to fill with, if it comes before the candidate.
      item = items[next_item]
      while item do
        filler = scores[item]
        if candidate
          and (score > filler or (score == filler and precedes(candidate, item))) then
          item = nil
        elseif taken[item] == list
          or excluded[item]
          or (skips and (pinned[item] or limits_of[item] and is_full(set, limits_of[item])))
          or is_done(item, codes) then
          next_item = next_item + 1
          item = items[next_item]
        else
          break
        end
      end
      if item or candidate then
        pin = nil
      end
    end
    local text, reason
    if pin then
      item, text, reason = pin.item, format(SCORE_FORMAT, pin.score), pin.why
      next_pin = next_pin + 1
    elseif item then
      text, reason = texts[item], trending
      if not text then
        text = format(SCORE_FORMAT, filler)
        texts[item] = text
      end
      next_item = next_item + 1
    elseif candidate then
      local source = joined and joined[places[next_best]]
      if lifted and lifted[candidate] then
        reason = nil
      elseif source then
        reason = 'after:' .. source
      else
        local last = places[next_best] * digits
        local line = sub(because, last - digits + 1, last) + 1
        while known <= line do
          starts[known + 1] = find(reasons, '\n', starts[known], true) + 1
          known = known + 1
        end
        reason = sub(reasons, starts[line], starts[line + 1] - 2)
      end
      item, text = candidate, format(SCORE_FORMAT, score)
      next_best = next_best + 1
    else
      break
    end
    if set and not pin then
      reason = lifted[item] and set.whys[lifted[item]] or reason
      if limits_of[item] then
        count_place(limits_of[item])
      end
    end
    local row = rows[place]
    if row then
      row[1], row[2], row[3] = item, text, reason
    else
      row = {item, text, reason}
      rows[place] = row
    end
    reply[place], shown[place], listed = row, item, place
  end
  for place = #reply, listed + 1, -1 do
    reply[place] = nil
  end
  return reply
end

-- The list of the user of a call as rules have it, made from so many of the best candidates. Where these are
-- too few that is told as the second result.
local function list_of_best(kept, document, wanted, part, apart, filling, set, trending)
  local global, free = worked_global(set, part), not set.only
  local has_pins, excluded, size = #set.pins > 0, wanted.unlisted, #document.items
  local fillers = (apart or not free or has_pins or #set.extras > 0) and filling.scores or nil
  list, best.size = list + 1, 0
  pins, pinned = NOTHING_PINNED, NOTHING_PINNED
  for i = 1, #set.limits do
    counts[i] = 0
  end
  if has_pins then
    pins, pinned, pinnable = {}, {}, {scores = {}}
  end
  if size > 0 and not rank(document, kept, excluded, global, part.factor, fillers, apart, free,
    filling.taken, list, has_pins and set.pins_of) then
    return nil
  end
  if has_pins then
    pin_items(set, filling, excluded)
  end
  return merge(document, filling, excluded, wanted.rows, list, trending, set, set.skips and size > kept,
    wanted.bare)
end

-- The list of the user of a call as rules have it.
local function ruled_list(document, wanted, part, apart, filling, set, trending)
  local kept = wanted.rows + #set.pins + (#set.limits > 0 and SPARE_CANDIDATES or 0)
  local answer, lacks = list_of_best(kept, document, wanted, part, apart, filling, set, trending)
  if lacks then
    kept = #document.items
    answer = list_of_best(kept, document, wanted, part, apart, filling, set, trending)
  end
  return answer
end

-- The list of a user whose document is made ready, or nil if it is damaged.
local function ranked_list(document, wanted, part, apart, filling, set)
  if set then
    return ruled_list(document, wanted, part, apart, filling, set, 'trending')
  end
  list = list + 1
  local excluded, places = wanted.unlisted, wanted.rows
  return rank(document, places, excluded, part.scores, part.factor, apart and filling.scores, apart, true,
      filling.taken, list)
    and merge(document, filling, excluded, places, list, 'trending')
end

-- The list of a user who has a document, or nil if it is damaged.
local function personal_list(document, wanted, part, pulse, apart, filling, set)
  if document.v ~= 4 or not (document.exclude >= '') or #document.exclude % CODE_DIGITS > 0 then
    return nil
  end
  remember_done(document.exclude)
  document.own, document.sources = #document.items, nil
  if pulse.peers and not apart and document.recent then
    join_peers(document, pulse, wanted.peers or 1)
  end
  return ranked_list(document, wanted, part, apart, filling, set)
end

local NO_DOCUMENT = {items = {}, scores = {}, own = 0, reasons = '', because = ''}

-- The list of a user without a document.
local function common_list(wanted, part, apart, filling, reason, set)
  remember_done('')
  if set then
    return ruled_list(NO_DOCUMENT, wanted, part, apart, filling, set, reason)
  end
  -- Damage may have shown when the best of a document were known, and items taken, already.
  list, best.size = list + 1, 0
  return merge(NO_DOCUMENT, filling, wanted.unlisted, wanted.rows, list, reason)
end

-- The retired items by key, with what tells whether they are still all: each further one has the largest
-- score, so another set has another size or another last item.
local remembered, copies = {}, 0

local function remember_retired(key, size, last)
  local items = {}
  for _, item in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    items[item] = true
  end
  if not remembered[key] then
    if copies == MOST_COPIES then
      remembered, copies = {}, 0
    end
    copies = copies + 1
  end
  remembered[key] = {size = size, item = last[1], since = last[2], items = items}
  return items
end

-- All retired items as the keys of a table; or nil if there are too many, and the error to reply with.
local function all_retired(key)
  local size = redis.pcall('ZCARD', key)
  if size == 0 then
    return NOTHING_EXCLUDED
  elseif type(size) == 'table' then
    local is_another_type = string.match(size.err, '^WRONGTYPE')
    return is_another_type and NOTHING_EXCLUDED or nil, not is_another_type and size or nil
  elseif size > MOST_REMEMBERED then
    return nil
  end
  local last, known = redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES'), remembered[key]
  if known and known.size == size and known.item == last[1] and known.since == last[2] then
    return known.items
  end
  return remember_retired(key, size, last)
end

-- All that is retired, as the call at hand has found it; nil if it has not, or there are too many.
local retired_of_call

-- Marks in `hidden`, made if it is nil and something is found, what of the items is retired. Returns it,
-- and the error to reply with.
local function find_retired(key, items, size, hidden)
  local all, failure = all_retired(key)
  retired_of_call = all
  if failure then
    return hidden, failure
  end
  if all then
    for i = 1, all ~= NOTHING_EXCLUDED and size or 0 do
      if all[items[i]] then
        hidden = hidden or {}
        hidden[items[i]] = true
      end
    end
    return hidden
  end
  for from = 1, size, MOST_ARGUMENTS do
    local last = math.min(size, from + MOST_ARGUMENTS - 1)
    local since = redis.pcall('ZMSCORE', key, unpack(items, from, last))
    if since.err then
      return hidden, since
    end
    for i = 1, #since do
      if since[i] then
        hidden = hidden or {}
        hidden[items[from + i - 1]] = true
      end
    end
  end
  return hidden
end

-- Of the items of a document only those that are shown are known to be texts.
local function texts_of(items)
  local texts = {}
  for i = 1, #items do
    if type(items[i]) == 'string' then
      texts[#texts + 1] = items[i]
    end
  end
  return texts
end

-- What must not be listed, if the list at hand has something retired: all that is retired of what it was
-- made from, and what was excluded before. Or nil, and the error to reply with.
local function retired_from_list(pulse_key, document, filling, excluded, set)
  retired_of_call = nil
  local size = #reply
  if #reply == 0 or string.sub(pulse_key, -5) ~= 'pulse' then
    return nil
  end
  local key = string.sub(pulse_key, 1, -6) .. 'retired'
  -- What is pinned below the list is not in the places above.
  for i = 1, set and #pins or 0 do
    size = size + 1
    shown[size] = pins[i].item
  end
  local hidden, failure = find_retired(key, shown, size)
  if hidden and not failure then
    local candidates = texts_of(document.items)
    hidden, failure = find_retired(key, candidates, #candidates, hidden)
  end
  if hidden and not failure then
    hidden, failure = find_retired(key, filling.items, #filling.items, hidden)
  end
  for item in pairs(hidden and excluded or NOTHING_EXCLUDED) do
    hidden[item] = true
  end
  return hidden, failure
end

-- Where a user lies under a salt, twice: from 0 and below 1.
local function points(salt, user)
  local hex = redis.sha1hex(salt .. '\0' .. user)
  return tonumber(string.sub(hex, 1, 13), 16) / 2 ^ 52,
    tonumber(string.sub(hex, 14, 26), 16) / 2 ^ 52
end

-- The first experiment of some that runs at a moment, and the user's variant of it, if there is one.
local function variant_of(experiments, user, now)
  for i = 1, #experiments do
    local experiment = experiments[i]
    if now >= experiment.from and now < experiment['until'] then
      local entry, choice = points(experiment.salt, user)
      if entry >= experiment.sum
        or (experiment.holdout > 0 and points('holdout', user) < experiment.holdout) then
        return nil
      end
      local variants, reached = experiment.variants, 0
      for k = 1, #variants do
        reached = reached + variants[k].share
        if choice * experiment.sum < reached then
          return experiment, variants[k]
        end
      end
    end
  end
end

-- By so much, by its own time, the pulse of another job may be behind that of the job that tells of it: a job that is
-- started anew takes less.
local MOST_BEHIND = 5 * 60000

local function is_behind(pulse, usual)
  return pulse.as_of and usual.as_of and pulse.as_of < usual.as_of - MOST_BEHIND
end

local function joined(text, other)
  return text .. other
end

-- What the user of a call gets otherwise: {experiment, variant, user} with the keys of the documents and
-- their pulse; or nil.
local function served(keys, wanted, pulse)
  local running = pulse.experiments and pulse.experiments[wanted.placement]
  local start, user
  if running then
    start, user = key_parts(keys)
  end
  if not start then
    return nil
  end
  local experiment, variant = variant_of(running, user, moment(wanted))
  if not experiment then
    return nil
  end
  local found = {experiment = experiment, variant = variant, user = user, keys = keys, pulse = pulse}
  if variant.prefix then
    local other = variant.prefix .. (string.match(start, '{%d+}$') or '')
    found.keys = {other .. 'rec:' .. user, other .. 'pulse'}
    found.pulse = current_ranking(found.keys[2])
    -- Nobody's list is empty, or old, because another job is not there.
    if not (found.pulse and found.pulse.items[1]) or is_behind(found.pulse, pulse) then
      return nil
    end
  end
  return found
end

-- What a document has for the variant that was served, or nil. What was made of it is kept in it.
local function of_variant(variants, found)
  for i = 1, is_list(variants) and #variants or 0 do
    local own = variants[i]
    if own.experiment == found.experiment.name and own.variant == found.variant.name then
      return own
    end
  end
end

-- The pulse by the weights of the variant that was served, or nil if it has no other.
local function pulse_of_variant(pulse, found)
  local own = of_variant(pulse.variants, found)
  if own and not own.ranking then
    own.ranking = ranked_with_away(own)
  end
  return own and own.ranking
end

-- The pulse by which the list of a call is made. A document that has a list of the variant that was served has that
-- instead of its own from now on; one that has not is as old as the usual pulse may be.
local function weighed(document, pulse, found)
  local own = type(document) == 'table' and document.variants and readable(of_variant, document.variants, found)
  own = own and is_list(own.items) and own
  if own then
    document.items, document.scores, document.because = own.items, own.scores, own.because
    document.exclude = readable(joined, document.exclude, own.exclude)
  end
  if pulse.variants and (own or not document) then
    return readable(pulse_of_variant, pulse, found) or pulse
  end
  return pulse
end

-- Numbers from 0 to 1 without its ends, the same for a seed wherever they are drawn (Park and Miller,
-- 1988): all products are whole numbers that a double holds exactly.
local LARGEST_DRAW = 2147483647
local DRAW_FACTOR = 48271

local function drawing(seed)
  local state = tonumber(string.sub(redis.sha1hex(seed), 1, 7), 16) + 1
  return function()
    state = math.fmod(state * DRAW_FACTOR, LARGEST_DRAW)
    return state / LARGEST_DRAW
  end
end

local MINUTE = 60000

-- Tells of each newcomer whether it may be in the list at hand.
local function allow_newcomers(newcomers, codes, excluded, hidden, set)
  local items, allowed, only = newcomers.items, newcomers.allowed, set and set.only
  for i = 1, #items do
    local item = items[i]
    allowed[i] = not (excluded[item] or hidden and hidden[item] or only and not only[item]
      or set and pinned[item] or is_done(item, codes))
  end
end

-- One of the open newcomers, with a chance in proportion to what could be gained by it: its place. `drawn` is
-- from 0 to the sum.
local function drawn_newcomer(newcomers, drawn)
  local open, gains, reached, last = newcomers.open, newcomers.gains, 0, nil
  for i = 1, #gains do
    if open[i] then
      last, reached = i, reached + gains[i]
      if drawn < reached then
        break
      end
    end
  end
  return last
end

-- Of several rankings one that has the items of all, by key with what it was made from, so many rows in all.
local MOST_UNITED_ROWS = 20000
local united, united_rows = {}, 0

-- A ranking with the items of several. Of an item that several have the score of the first counts.
local function union_of(key, rankings)
  local known, is_same = united[key], true
  for i = 1, known and #rankings or 0 do
    is_same = is_same and known.rankings[i] == rankings[i]
  end
  if known and is_same then
    return known.ranking
  end
  local items, scores, taken = {}, {}, {}
  for i = 1, #rankings do
    local further, ranking = {}, rankings[i]
    for k = 1, #ranking.items do
      local item = ranking.items[k]
      if not scores[item] then
        further[#further + 1], scores[item], taken[item] = item, ranking.scores[item], 0
      end
    end
    items = merged(items, further, scores)
  end
  if united_rows + #items > MOST_UNITED_ROWS then
    united, united_rows = {}, 0
  end
  local ranking = {items = items, scores = scores, texts = {}, codes = {}, taken = taken, factor = 1}
  united[key], united_rows = {rankings = rankings, ranking = ranking}, united_rows + #items + 1
  return ranking
end

-- The pulses of the tags that the items of a list must have, and one of all of them to fill the list with; or nil
-- and the error to reply with.
local function filling_of(filter, pulse_key)
  local rankings, keys = {}, {}
  for i = 1, filter.positive do
    local failure
    keys[i] = pulse_key .. ':' .. filter.tags[i]
    rankings[i], failure = current_ranking(keys[i])
    if not rankings[i] then
      return nil, failure
    end
  end
  if #rankings == 1 then
    return rankings, rankings[1]
  end
  return rankings, union_of(table.concat(keys, '\n'), rankings)
end

-- A tag as `tags` has it.
local function as_stored(tag)
  local text = string.gsub(string.gsub(tag, '\\', '\\\\'), '\n', '\\n')
  return text
end

-- What could be listed, and the texts of its tags; for the call at hand.
local listable = {}

-- Adds items to those that could be listed, each once.
local function add_listable(items)
  for i = 1, #items do
    local item = items[i]
    if type(item) == 'string' and not listable[item] then
      listable[#listable + 1], listable[item] = item, true
    end
  end
end

-- The texts of the tags of what could be listed, by its places; or nil where they are not known, and why.
local function texts_of_tags(pulse_key)
  if string.sub(pulse_key, -5) ~= 'pulse' then
    return nil
  end
  local key, texts = string.sub(pulse_key, 1, -6) .. 'tags', {}
  for from = 1, #listable, MOST_ARGUMENTS do
    local last = math.min(#listable, from + MOST_ARGUMENTS - 1)
    local found = redis.pcall('HMGET', key, unpack(listable, from, last))
    if found.err then
      return nil, not string.match(found.err, '^WRONGTYPE') and found or nil
    end
    for i = 1, #found do
      texts[from + i - 1] = found[i]
    end
    if not texts[1] then
      return nil
    end
  end
  return texts
end

-- Whether an item has the tags that are asked for, and none of the others. `has` tells by the number of a tag.
local function meets(filter, has, subject)
  local all, any, none = filter.all, filter.any, filter.none
  for i = 1, #all do
    if not has(subject, all[i]) then
      return false
    end
  end
  for i = 1, #none do
    if has(subject, none[i]) then
      return false
    end
  end
  for i = 1, any and #any or 0 do
    if has(subject, any[i]) then
      return true
    end
  end
  return not any
end

-- Adds to what the call excludes what could be listed and does not have the tags that are asked for. Where tags
-- are not known an item has those in whose pulses it is, and it cannot be told which it has not. Returns the
-- error to reply with, or nil.
local function exclude_by_tags(wanted, pulse_key, pulse, rankings, document, filling)
  listable = {''}
  add_listable(filling.items)
  if type(document) == 'table' and is_list(document.items) then
    add_listable(document.items)
  end
  if not wanted.apart then
    add_listable(pulse.newcomers and pulse.newcomers.items or NOTHING_EXCLUDED)
    local done_by_peers = {}
    for i = 1, pulse.peers and #pulse.peers or 0 do
      local row = pulse.peers[i]
      done_by_peers[i] = type(row) == 'table' and row[1] or false
    end
    add_listable(done_by_peers)
  end
  local filter, excluded = wanted.filter, wanted.excluded
  local texts, failure = texts_of_tags(pulse_key)
  if failure and not filter.only_tag then
    return failure
  end
  if excluded == NOTHING_EXCLUDED then
    excluded = {}
    wanted.excluded = excluded
  end
  local find, lines, has = string.find, {}, nil
  if texts then
    for i = 1, #filter.tags do
      lines[i] = '\n' .. as_stored(filter.tags[i]) .. '\n'
    end
    has = function(text, number)
      return find(text, lines[number], 1, true)
    end
  else
    has = function(item, number)
      return number > filter.positive or rankings[number].scores[item]
    end
  end
  for i = 2, #listable do
    local item = listable[i]
    if not meets(filter, has, texts and (texts[i] or '') or item) then
      excluded[item] = true
    end
  end
end

-- Of the list at hand, where tags have a share of it: the tags of items as texts, the share, and how many places
-- each tag has been given.
local tagged = {}

-- How many of the first places of a list a tag may have at most.
local function most_of_tag(places)
  return tagged.texts and math.max(1, math.floor(tagged.share * places)) or 0
end

-- Whether an item has a tag that has had so many places.
local function has_full_tag(item, most)
  local text = tagged.texts and tagged.texts[item]
  if not text then
    return false
  end
  for tag in string.gmatch(text, '[^\n]+') do
    if (tagged.places[tag] or 0) >= most then
      return true
    end
  end
  return false
end

local function count_tags(item)
  local text = tagged.texts and tagged.texts[item]
  for tag in string.gmatch(text or '', '[^\n]+') do
    tagged.places[tag] = (tagged.places[tag] or 0) + 1
  end
end

-- Opens the newcomers that may have the place where the list at hand has come to, and returns the sum of what
-- could be gained by them.
local function open_newcomers(newcomers, is_out, most)
  local items, allowed, open, sum = newcomers.items, newcomers.allowed, newcomers.open, 0
  for i = 1, #items do
    open[i] = allowed[i] and not is_out(items[i]) and not has_full_tag(items[i], most)
    sum = open[i] and sum + newcomers.gains[i] or sum
  end
  return sum
end

-- Makes ready what tags of the list at hand may have. Those that the call asks for are not held to a share, and
-- none is where tags are not known.
local function share_tags(share, pulse_key, newcomers, set, filter)
  listable = {''}
  for i = 1, #reply do
    listable[i + 1] = reply[i][1]
  end
  add_listable(newcomers and newcomers.items or NOTHING_EXCLUDED)
  for i = 1, set and #pins or 0 do
    listable[#listable + 1] = pins[i].item
  end
  local texts = texts_of_tags(pulse_key)
  if not texts then
    return
  end
  local by, places = {}, {}
  for i = 2, #listable do
    by[listable[i]] = texts[i]
  end
  for i = 1, filter and filter.positive or 0 do
    places[as_stored(filter.tags[i])] = -math.huge
  end
  tagged = {texts = by, share = share, places = places}
end

-- The rows of a list that is made of the one at hand and a reply of them, for the next call to use again.
local made_rows, made_reply = {}, {}

-- The rows of the list at hand that were put off, best first.
local put_off = {}

-- Makes the list of a call place by place of the bare one at hand. What is pinned has its place. Any other goes
-- with the chance `share`, where that is given, to one of the newcomers, and else to the best row that no limit
-- leaves out: of those without a tag that has had its share up to this place, or of all if there are none. With
-- `share` each row tells the chance of its item to be there, after those before it. A newcomer that the list has
-- anyway may come before its place. What is in a place depends on no place behind it, as a list is read page by
-- page.
local function make_list(share, seed, newcomers, set, places)
  local draw, usual = share and drawing(seed), share and string.format(SCORE_FORMAT, 1 - share)
  local listed, pins, size = {}, set and pins or NOTHING_PINNED, 0
  local most, looked, waiting, next_row, next_pin = 0, 1, 0, 1, 1
  local sum, closes = 0, newcomers

  local function is_out(item)
    local limits = set and set.limits_of[item]
    return listed[item] or limits and is_full(set, limits)
  end

  local function drop(at)
    table.remove(put_off, at)
    waiting = waiting - 1
  end

  -- The row of the next place that is not given away. Of what was put off all are looked at again once a tag
  -- may have more.
  local function best_row()
    while looked <= waiting do
      local row = put_off[looked]
      if is_out(row[1]) then
        drop(looked)
      elseif has_full_tag(row[1], most) then
        looked = looked + 1
      else
        return row
      end
    end
    while reply[next_row] do
      local row = reply[next_row]
      if is_out(row[1]) then
        next_row = next_row + 1
      elseif has_full_tag(row[1], most) then
        waiting, next_row = waiting + 1, next_row + 1
        put_off[waiting], looked = row, waiting + 1
      else
        return row
      end
    end
    while waiting > 0 and is_out(put_off[1][1]) do
      drop(1)
    end
    return waiting > 0 and put_off[1] or nil
  end

  for place = 1, places do
    local given = share and draw() < share
    local pin, source = pins[next_pin], nil
    if most_of_tag(place) > most then
      most, looked = most_of_tag(place), 1
    end
    if not (pin and pin.place <= place) then
      source = best_row()
    end
    if not (source or pin) then
      break
    end
    local row = made_rows[place]
    if not row then
      row = {}
      made_rows[place] = row
    end
    if not source then
      row[1], row[2], row[3] = pin.item, string.format(SCORE_FORMAT, pin.score), pin.why
      row[4], next_pin = share and '1' or nil, next_pin + 1
    else
      local taken
      if closes then
        sum = open_newcomers(newcomers, is_out, most)
      end
      local as_new = sum > 0 and newcomers.place_of[source[1]]
      as_new = as_new and newcomers.open[as_new] and as_new
      if given and sum > 0 then
        taken = drawn_newcomer(newcomers, draw() * sum)
        local chance = share * (newcomers.gains[taken] / sum)
        row[1], row[2], row[3] = newcomers.items[taken], newcomers.texts[taken], 'new:'
        row[4] = string.format(SCORE_FORMAT, taken == as_new and 1 - share + chance or chance)
      else
        row[1], row[2], row[3], row[4] = source[1], source[2], source[3], sum > 0 and usual or share and '1'
        if as_new then
          row[4] = string.format(SCORE_FORMAT, 1 - share + share * (newcomers.gains[as_new] / sum))
        end
      end
      local limits = set and set.limits_of[row[1]]
      closes = newcomers and (taken or as_new or tagged.texts or limits)
      if limits then
        count_place(limits)
      end
    end
    listed[row[1]] = true
    count_tags(row[1])
    made_reply[place], size = row, place
  end
  for place = #made_reply, size + 1, -1 do
    made_reply[place] = nil
  end
  for at = #put_off, 1, -1 do
    put_off[at] = nil
  end
  return made_reply
end

-- The rows of a reply behind the first ones, for the next call to use again.
local rest = {}

local function without_first(answer, before)
  if before == 0 then
    return answer
  end
  local size = math.max(0, #answer - before)
  for i = 1, size do
    rest[i] = answer[before + i]
  end
  for i = #rest, size + 1, -1 do
    rest[i] = nil
  end
  return rest
end

-- A reply with what was served before the rows, for the next call to use again.
local told = {}

-- With which chance a place of a list is given to newcomers, by what was served, or nil if none is.
local function exploration(found, wanted)
  local share = found and found.variant.exploration
  return share and share > 0 and found.pulse.newcomers and not wanted.apart and share or nil
end

-- The share of a list that a tag may have, by what was served, or nil if that is all of it.
local function tag_share(found)
  local share = found and found.variant.tagShare
  return share and share < 1 and share or nil
end

-- How many rows the list at hand has, and whether it is a bare one, of which that of the call is made then.
local function rows_of(found, set, wanted)
  local shares_tags, explores = tag_share(found), exploration(found, wanted)
  -- What is put off may be any row, and so may what follows where more is left out.
  if shares_tags or explores and set and #set.limits > 0 then
    return math.huge, true
  end
  return wanted.places, explores ~= nil
end

-- The list at hand as the variant has it that was served, or none was: made of the bare one if it is bare, and
-- with what was served before the rows if that is asked for.
local function as_served(answer, found, keys, wanted, set)
  if wanted.bare then
    local explores, shares_tags, seed, newcomers = exploration(found, wanted), tag_share(found), nil, nil
    if explores then
      newcomers = found.pulse.newcomers
      local hidden, failure = retired_of_call, nil
      if not hidden then
        hidden, failure =
          find_retired(string.sub(keys[2], 1, -6) .. 'retired', newcomers.items, #newcomers.items)
      end
      if failure then
        return failure
      end
      allow_newcomers(newcomers, found.pulse.codes, wanted.unlisted, hidden, set)
      local minute = math.floor(moment(wanted) / MINUTE)
      seed = found.experiment.salt .. string.format(':%.0f', minute) .. '\0' .. found.user
    end
    tagged = {}
    if shares_tags then
      share_tags(shares_tags, keys[2], newcomers, set, wanted.filter)
    end
    answer = make_list(explores, seed, newcomers, set, wanted.places)
    if explores and not wanted.with_variant then
      for i = 1, #answer do
        answer[i][4] = nil
      end
    end
  end
  answer = without_first(answer, wanted.before)
  if not wanted.with_variant then
    return answer
  end
  local size = #answer
  told[1] = found and {found.experiment.name, found.variant.name} or {}
  for i = 1, size do
    told[i + 1] = answer[i]
  end
  for i = #told, size + 2, -1 do
    told[i] = nil
  end
  return told
end

local function recommend(keys, args)
  local wanted, failure = request(keys, args)
  if not wanted then
    return failure
  end
  local pulse, filling, rankings, raw, found, set
  local filter = wanted.filter
  local apart = filter and filter.positive > 0
  wanted.apart = apart
  local own_keys = keys
  pulse, failure = current_ranking(keys[2])
  if not pulse then
    return failure
  end
  if wanted.placement then
    found = served(keys, wanted, pulse)
    if found then
      keys, pulse, wanted.peers = found.keys, found.pulse, found.variant.peers
    end
  end
  raw, failure = stored('GET', keys[1])
  if failure then
    return failure
  end
  local document = raw and readable(cjson.decode, raw)
  local part = found and weighed(document, pulse, found) or pulse
  if part.away and not apart then
    local millis = document and readable(away, document, wanted) or math.huge
    part = readable(ranking_after, part, millis) or part
  end
  filling = part
  if apart then
    rankings, filling = filling_of(filter, keys[2])
    if not rankings then
      return filling
    end
  end
  if pulse.rules then
    set = applying(pulse, wanted, own_keys, not (found and found.variant.rules == false))
    if set then
      filling = worked_filling(set, filling)
    end
  end
  if filter then
    failure = exclude_by_tags(wanted, keys[2], pulse, rankings, document, filling)
    if failure then
      return failure
    end
  end
  wanted.unlisted = with_hidden(wanted.excluded, set)
  wanted.rows, wanted.bare = rows_of(found, set, wanted)
  local reason = raw and 'fallback:damaged' or 'trending'
  local answer = document
    and readable(personal_list, document, wanted, part, pulse, apart, filling, set)
  if not answer then
    document, answer = nil, common_list(wanted, part, apart, filling, reason, set)
  end
  local hidden
  hidden, failure =
    retired_from_list(keys[2], document or NO_DOCUMENT, filling, wanted.excluded, set)
  if failure then
    return failure
  end
  if hidden then
    wanted.unlisted = with_hidden(hidden, set)
    answer = document and readable(ranked_list, document, wanted, part, apart, filling, set)
      or common_list(wanted, part, apart, filling, reason, set)
  end
  if wanted.placement then
    return as_served(answer, found, keys, wanted, set)
  end
  return without_first(answer, wanted.before)
end

-- The items of a document of neighbours with their scores, or nil if it is damaged.
local function neighbours(raw)
  local document = cjson.decode(raw)
  if document.v ~= 1 or not is_list(document.items) then
    return nil
  end
  local items, scores = {}, {}
  for i = 1, #document.items do
    local item, score = document.items[i][1], document.items[i][2]
    if not (item >= '' and score >= -LARGEST_SCORE and score <= LARGEST_SCORE) then
      return nil
    end
    items[i], scores[i] = item, score
  end
  return {items = items, scores = scores}
end

local NO_NEIGHBOURS = {items = {}, scores = {}}

local function similar(keys, args)
  if #keys ~= 2 then
    local _, failure = refusal('similar needs 2 keys', #keys .. ' keys', 'call ' .. SIMILAR_USAGE)
    return failure
  end
  local places, failure = places_of(args)
  if not places then
    return failure
  end
  if args[2] then
    local _, wrong = refusal('similar takes n alone', args[2], 'call ' .. SIMILAR_USAGE)
    return wrong
  end
  local raw
  raw, failure = stored('GET', keys[1])
  if failure then
    return failure
  end
  local found = raw and readable(neighbours, raw) or NO_NEIGHBOURS
  local hidden
  hidden, failure = find_retired(keys[2], found.items, #found.items)
  if failure then
    return failure
  end
  local answer = {}
  for i = 1, #found.items do
    local item = found.items[i]
    if #answer < places and not (hidden and hidden[item]) then
      answer[#answer + 1] = {item, string.format(SCORE_FORMAT, found.scores[i])}
    end
  end
  return answer
end

redis.register_function {
  function_name = 'recommend',
  callback = recommend,
  flags = {'no-writes'},
}

redis.register_function {
  function_name = 'similar',
  callback = similar,
  flags = {'no-writes'},
}

redis.register_function {
  function_name = 'freshet_version',
  callback = function()
    return VERSION
  end,
  flags = {'no-writes'},
}
