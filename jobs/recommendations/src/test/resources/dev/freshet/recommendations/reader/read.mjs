// Calls the reader function as a Node frontend does: one JSON array of keys and arguments per input
// line, one JSON document per output line, {"reply": [...]} or {"error": "..."}.
import { createInterface } from 'node:readline';
import Redis from 'ioredis';

const redis = new Redis(Number(process.argv[2]), '127.0.0.1');

for await (const line of createInterface({ input: process.stdin })) {
  const { keys, args } = JSON.parse(line);
  try {
    const reply = await redis.fcall_ro('recommend', keys.length, ...keys, ...args);
    console.log(JSON.stringify({ reply }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
  }
}
redis.disconnect();
