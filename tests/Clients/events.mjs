// Sends the same three calls with each library that people use, and looks at what became of them.
//
//   node events.mjs URL
//
// The last line is `N passed, N failed`.
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { JSDOM } from 'jsdom'

const url = process.argv[2]
const require = createRequire(import.meta.url)
let passed = 0
let failed = 0

function check(name, isRight, found) {
  if (isRight) {
    passed++
    return
  }

  failed++
  console.log(`failed: ${name}: ${JSON.stringify(found)}`)
}

const read = async (path) => {
  const answer = await fetch(url + path)
  return answer.ok ? answer.json() : null
}

// Asks until it is so, half a minute at most: libraries send when they like.
async function until(ask, isRight) {
  let found
  for (let left = 150; left > 0; left--) {
    found = await ask()
    if (found !== null && isRight(found)) {
      return found
    }

    await new Promise((resume) => setTimeout(resume, 200))
  }

  return found
}

async function withSegmentNode(user) {
  const { Analytics } = await import('@segment/analytics-node')
  const client = new Analytics({ writeKey: 'web', host: url })
  client.identify({ userId: user, traits: { email: `${user}@mail.example`, plan: 'gold' } })
  client.track({ userId: user, event: 'Order Completed', properties: { total: 42.5 } })
  client.page({ userId: user, name: 'Home' })
  await client.closeAndFlush()
}

async function withRudderNode(user) {
  const found = require('@rudderstack/rudder-sdk-node')
  const Analytics = found.default ?? found
  const client = new Analytics('web', { dataPlaneUrl: url })
  client.identify({ userId: user, traits: { email: `${user}@mail.example`, plan: 'gold' } })
  client.track({ userId: user, event: 'Order Completed', properties: { total: 42.5 } })
  client.page({ userId: user, name: 'Home' })
  await new Promise((resume) => client.flush(resume))
}

async function withSegmentBrowser(user) {
  const page = new JSDOM('<title>Home</title>', { url: 'https://shop.example/', pretendToBeVisual: true })
  for (const name of ['window', 'document', 'location', 'localStorage', 'navigator', 'XMLHttpRequest']) {
    const value = name === 'window' ? page.window : page.window[name]
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }

  page.window.fetch = globalThis.fetch
  const { AnalyticsBrowser } = await import('@segment/analytics-next')
  const segment = { apiKey: 'web', apiHost: `${url.replace('http://', '')}/v1`, protocol: 'http' }
  const [client] = await AnalyticsBrowser.load(
    { writeKey: 'web', cdnSettings: { integrations: { 'Segment.io': segment } } })
  await client.identify(user, { email: `${user}@mail.example`, plan: 'gold' })
  await client.track('Order Completed', { total: 42.5 })
  await client.page('Home')
}

for (const [name, send] of [
  ['analytics-node', withSegmentNode],
  ['rudder-sdk-node', withRudderNode],
  ['analytics-next', withSegmentBrowser],
]) {
  const user = `u-${name}`
  const before = (await read('/v1/events?first=1000')).length
  try {
    await send(user)
  } catch (fault) {
    check(`${name} sends`, false, String(fault))
  }

  const verdicts = await until(
    async () => (await read('/v1/events?first=1000')).slice(0, -before || undefined),
    (found) => found.length >= 3)
  check(`${name}: three are accepted`,
    verdicts.length === 3 && verdicts.every((one) => one.verdict === 'ACCEPTED'), verdicts)
  check(`${name}: the kinds of calls`,
    verdicts.map((one) => one.type).sort().join() === 'identify,page,track', verdicts)
  const profile = await until(
    () => read(`/v1/profiles/999999/${user}`),
    (found) => found.identities.some((one) => one.segments.length > 0))
  const own = profile?.identities.find((one) => one.identity === `999999/${user}`)
  check(`${name}: traits`, own?.traits.map((one) => one.id).join() === '1,2,3', profile)
  check(`${name}: segments`, own?.segments.map((one) => one.id).join() === '1', profile)
  const hash = createHash('sha256').update(`${user}@mail.example`).digest('hex')
  check(`${name}: the address is there as its hash`,
    profile?.identities.some((one) => one.identity === `987654/${hash}`), profile)
}

console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
