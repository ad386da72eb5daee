// A test is one address that does what a thousand people do, so the limits by address are wide;
// the limits themselves have tests in the services.

export const limits = {
  LIVE_LIMITS__API_PER_SECOND: '10000',
  LIVE_LIMITS__API_BURST: '10000',
  LIVE_LIMITS__AUTH_PER_MINUTE: '60000',
  LIVE_LIMITS__AUTH_BURST: '10000',
  LIVE_AUTH__ARGON2_MEMORY_KIB: '64',
  LIVE_AUTH__ARGON2_PASSES: '1',
  LIVE_RTMP__THUMBNAIL_INTERVAL_S: '5',
};
