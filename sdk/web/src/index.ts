export { Auth, type AuthEvents, type RegisterOptions } from "./auth/auth.ts";
export { memoryStore, type RefreshStorage, type RefreshTokenStore } from "./auth/store.ts";
export { LiveEngine, type LiveEngineOptions } from "./client.ts";
export { Emitter, type Unsubscribe } from "./emitter.ts";
export { type ClientErrorCode, LiveError, type LiveErrorCode, type LiveErrorJson } from "./errors.ts";
export * from "./generated/protocol.ts";
export {
  type CommentsOptions,
  type CreateStreamOptions,
  type ListOptions,
  Live,
  type WatchOptions,
} from "./live.ts";
export { Player } from "./playback/player.ts";
export type { PlayerEvents, PlayerOptions, PlayerState, PlayerStats, Quality } from "./playback/types.ts";
export { type JoinOptions, type RoomEvents, type RoomLink, StreamRoom } from "./realtime/room.ts";
export type { CallOptions } from "./rest/http.ts";
export { type PageOptions, Users } from "./users.ts";
