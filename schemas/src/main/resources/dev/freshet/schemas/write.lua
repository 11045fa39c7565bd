#!lua name=freshet_write

-- How the jobs write, so that older never takes the place of newer.
--
--   FCALL freshet_claim 1 fence <graph> <task> <attempt>
--   FCALL freshet_write 1+n fence key... <epoch> <write>...
--   FCALL freshet_remove 1+n fence key... <epoch> <write>...
--
-- A fence is a hash with the epoch of those who may write: the moment at which they claimed the
-- fence by this server's clock, epoch milliseconds. All tasks of one start of a job share it. A task
-- whose job has been started anew, though it has not heard of that, has a lower epoch: it writes
-- nothing more and is told so. Where the fence is lost or set back, whoever has the highest epoch
-- sets it again.
--
-- What was written in an epoch before may be newer than what is written now: a job that goes on from
-- a checkpoint passes once more what came after it. So a document whose asOf is earlier than that of
-- the one before is left out. Documents of one epoch come in their order, whatever their asOf says:
-- late events may set it back. A document that expires tells by that when it was written.
--
-- The reply has an entry for each write: 1 if it is done, 0 if it was older, and the error if this
-- one cannot be done. freshet_remove may take away only, which it does without memory too.

local VERSION = '1.0.1'

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

local function claim(keys, args)
  local fence, graph, task, attempt = keys[1], args[1], args[2], tonumber(args[3])
  local held = redis.call('HMGET', fence, 'epoch', 'graph', task)
  local epoch = tonumber(held[1] or 0)
  -- Attempts of one task are counted up within a graph. Those of two tasks need not be the same.
  if held[2] ~= graph or (held[3] and attempt > tonumber(held[3])) then
    epoch = math.max(now(), epoch + 1)
    redis.call('DEL', fence)
  end
  redis.call('HSET', fence, 'epoch', whole(epoch), 'graph', graph, task, attempt)
  return whole(epoch)
end

-- What a task is told that may not write any more, or nil.
local function refusal(fence, epoch)
  local held = tonumber(redis.call('HGET', fence, 'epoch') or 0)
  if held > epoch then
    return redis.error_reply('FENCED another task has taken over since ' .. whole(held))
  end
  if held < epoch then
    redis.call('DEL', fence)
    redis.call('HSET', fence, 'epoch', whole(epoch))
  end
  return nil
end

local function answer(reply)
  return type(reply) == 'table' and reply.err or DONE
end

-- Whether what is there was written in this epoch.
local function is_of(epoch, key, ttl)
  if ttl == 0 then
    return false
  end
  local expires = redis.call('PEXPIRETIME', key)
  return expires == NO_KEY or expires - ttl >= epoch
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
function writes.STRING(key, args, at, epoch)
  local ttl, value = tonumber(args[at]), args[at + 1]
  if not is_of(epoch, key, ttl) and is_older(string.match(value, AS_OF), as_of_document(key)) then
    return OLDER, at + 2
  end
  if ttl == 0 then
    return answer(redis.pcall('SET', key, value)), at + 2
  end
  return answer(redis.pcall('SET', key, value, 'PX', args[at])), at + 2
end

-- <ttl> <how many fields> <field> <value>..., the hash as a whole: no field of before stays.
function writes.HASH(key, args, at, epoch)
  local ttl, first = tonumber(args[at]), at + 2
  local last = at + 1 + 2 * args[at + 1]
  if not is_of(epoch, key, ttl) and is_older(as_of_field(args, first, last), as_of_hash(key)) then
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
    redis.call('ZREMRANGEBYRANK', key, 0, -1 - args[at + 2])
  end
  return reply, at + 3
end

-- <member>
function writes.NO_MEMBER(key, args, at)
  return answer(redis.pcall('ZREM', key, args[at])), at + 1
end

function writes.NOTHING(key, args, at)
  return answer(redis.pcall('DEL', key)), at
end

local function write(keys, args)
  local epoch = tonumber(args[1])
  local refused = refusal(keys[1], epoch)
  if refused then
    return refused
  end
  local replies = {}
  local at = 2
  for i = 2, #keys do
    replies[i - 1], at = writes[args[at]](keys[i], args, at + 1, epoch)
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
