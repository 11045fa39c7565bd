#!lua name=freshet_write

-- How the jobs write, so that older never takes the place of newer.
--
--   FCALL freshet_claim 1 fence <graph> <task> <attempt>
--   FCALL freshet_write 1+n fence key... <claim> <write>...
--   FCALL freshet_remove 1+n fence key... <claim> <write>...
--
-- A fence is a hash that tells who may write: which start of the job, by its graph and the epoch at
-- which its first task claimed the fence, and which attempt of each of its tasks, with the moment of
-- that. Both are by this server's clock, epoch milliseconds. A task whose job or which itself has been
-- started anew, though it has not heard of that, writes nothing more and is told so. What one task
-- claims takes nothing from the others of its graph, whichever of them come first or not at all: in a
-- graph all writes of a key are of one task. Where the fence is lost or set back, whoever has the
-- latest claim sets it again.
--
-- What an attempt before has written may be newer than what is written now: a job that goes on from
-- a checkpoint passes once more what came after it. So a document whose asOf is earlier than that of
-- the one before is left out. Documents of one attempt come in their order, whatever their asOf says:
-- late events may set it back. A document that expires tells by that when it was written.
--
-- The reply has an entry for each write: 1 if it is done, 0 if it was older, and the error if this
-- one cannot be done. freshet_remove may take away only, which it does without memory too.

local VERSION = '1.2.0'

-- Up to here doubles hold every whole number.
local MOST_EXACT = 2 ^ 53

local DONE = 1
local OLDER = 0

-- The documents of the contract begin with it.
local AS_OF = '^{"v":%d+,"asOf":(%-?%d+)'
local AS_OF_ENDS = 48

local NO_KEY = -2

local function whole(number)
  return string.format('%.0f', number)
end

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function fenced(moment)
  return redis.error_reply('FENCED another task has taken over since ' .. whole(moment))
end

-- The reply is the claim, a text to write with: <epoch> <moment> <attempt> <graph> <task>.
local function claim(keys, args)
  local fence, graph, task, attempt = keys[1], args[1], args[2], tonumber(args[3])
  local held = redis.call('HMGET', fence, 'epoch', 'graph', task)
  local epoch = tonumber(held[1] or 0)
  if held[2] ~= graph then
    epoch = math.max(now(), epoch + 1)
    redis.call('DEL', fence)
    held[3] = false
  end
  local latest, moment = string.match(held[3] or '', '^(%d+) (%d+)$')
  if latest and tonumber(latest) > attempt then
    return fenced(moment)
  end
  if not latest or tonumber(latest) < attempt then
    moment = math.max(now(), epoch, tonumber(moment or 0) + 1)
  end
  local own = attempt .. ' ' .. whole(moment)
  redis.call('HSET', fence, 'epoch', whole(epoch), 'graph', graph, task, own)
  return string.format('%s %s %d %s %s', whole(epoch), whole(moment), attempt, graph, task)
end

-- Since when the task of a claim writes, or nil and what it is told if it may not any more.
local function admitted(fence, text)
  local first, second, attempt, graph, task =
    string.match(text, '^(%d+) (%d+) (%d+) (%S+) (%S+)$')
  if not first then
    return nil, redis.error_reply('FENCED another release of the job has taken over')
  end
  local epoch, moment = tonumber(first), tonumber(second)
  local held = redis.call('HMGET', fence, 'epoch', task)
  local held_epoch = tonumber(held[1] or 0)
  local held_moment = tonumber(string.match(held[2] or '', ' (%d+)$') or 0)
  if held_epoch > epoch then
    return nil, fenced(held_epoch)
  end
  if held_epoch == epoch and held_moment > moment then
    return nil, fenced(held_moment)
  end
  if held_epoch < epoch then
    redis.call('DEL', fence)
  end
  if held_epoch < epoch or held_moment < moment then
    redis.call('HSET', fence, 'epoch', first, 'graph', graph, task, attempt .. ' ' .. second)
  end
  return moment
end

local function answer(reply)
  return type(reply) == 'table' and reply.err or DONE
end

-- Whether what is there was written since a moment.
local function is_since(moment, key, ttl)
  if ttl == 0 then
    return false
  end
  local expires = redis.call('PEXPIRETIME', key)
  return expires == NO_KEY or expires - ttl >= moment
end

local function as_of_document(key)
  local start = redis.pcall('GETRANGE', key, 0, AS_OF_ENDS)
  return type(start) == 'string' and string.match(start, AS_OF)
end

local function as_of_hash(key)
  local as_of = redis.pcall('HGET', key, 'asOf')
  return type(as_of) == 'string' and as_of
end

local function is_older(as_of, present)
  return as_of and present and (tonumber(as_of) or 0) < (tonumber(present) or 0)
end

local function as_of_field(args, first, last)
  for at = first, last, 2 do
    if args[at] == 'asOf' then
      return args[at + 1]
    end
  end
  return nil
end

-- Each does one write, whose arguments begin at a place, and says where those of the next begin.
local writes = {}

-- <ttl> <value>
function writes.STRING(key, args, at, moment)
  local ttl, value = tonumber(args[at]), args[at + 1]
  if not is_since(moment, key, ttl) and is_older(string.match(value, AS_OF), as_of_document(key)) then
    return OLDER, at + 2
  end
  if ttl == 0 then
    return answer(redis.pcall('SET', key, value)), at + 2
  end
  return answer(redis.pcall('SET', key, value, 'PX', args[at])), at + 2
end

-- <ttl> <how many fields> <field> <value>..., the hash as a whole: no field of before stays.
function writes.HASH(key, args, at, moment)
  local ttl, first = tonumber(args[at]), at + 2
  local last = at + 1 + 2 * args[at + 1]
  if not is_since(moment, key, ttl) and is_older(as_of_field(args, first, last), as_of_hash(key)) then
    return OLDER, last + 1
  end
  -- A key of another type is somebody else's.
  if redis.call('TYPE', key).ok == 'hash' then
    redis.call('DEL', key)
  end
  local reply = answer(redis.pcall('HSET', key, unpack(args, first, last)))
  if reply == DONE and ttl > 0 then
    redis.call('PEXPIRE', key, args[at])
  end
  return reply, last + 1
end

-- <score> <member> <most>
function writes.MEMBER(key, args, at)
  local reply = answer(redis.pcall('ZADD', key, args[at], args[at + 1]))
  if reply == DONE then
    -- Redis takes no rank that a double does not hold exactly; so large a set has no limit.
    local most = tonumber(args[at + 2])
    if most < MOST_EXACT then
      redis.call('ZREMRANGEBYRANK', key, 0, -1 - most)
    end
  end
  return reply, at + 3
end

-- <member>
function writes.NO_MEMBER(key, args, at)
  return answer(redis.pcall('ZREM', key, args[at])), at + 1
end

-- <field> <value>, the others of the hash stay
function writes.FIELD(key, args, at)
  return answer(redis.pcall('HSET', key, args[at], args[at + 1])), at + 2
end

-- <field>
function writes.NO_FIELD(key, args, at)
  return answer(redis.pcall('HDEL', key, args[at])), at + 1
end

function writes.NOTHING(key, args, at)
  return answer(redis.pcall('DEL', key)), at
end

local function write(keys, args)
  local moment, refused = admitted(keys[1], args[1])
  if not moment then
    return refused
  end
  local replies = {}
  local at = 2
  for i = 2, #keys do
    replies[i - 1], at = writes[args[at]](keys[i], args, at + 1, moment)
  end
  return replies
end

-- A fence needs hardly any memory, and without it nothing is taken away either.
redis.register_function{
  function_name = 'freshet_claim', callback = claim, flags = {'allow-oom'}}
redis.register_function{function_name = 'freshet_write', callback = write}
redis.register_function{
  function_name = 'freshet_remove', callback = write, flags = {'allow-oom'}}
redis.register_function{
  function_name = 'freshet_write_version',
  callback = function() return VERSION end,
  flags = {'no-writes'}}
