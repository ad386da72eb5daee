// Generated from crates/protocol by `cargo run -p xtask -- types`. Do not edit.

/** Every error code, with its meaning for a person. */
export const ERROR_TITLES = {
  invalid_request: "The request is not valid",
  body_too_large: "The body is too large",
  unsupported_media_type: "This content type is not accepted",
  method_not_allowed: "This method is not allowed here",
  not_found: "Not found",
  unauthenticated: "Log in first",
  forbidden: "You may not do this",
  rate_limited: "Too many requests",
  internal: "Something went wrong on our side",
  unavailable: "Not available right now",
  timeout: "This took too long",
  bad_credentials: "The name or the password is wrong",
  account_disabled: "This account is disabled",
  email_taken: "This e-mail address is taken",
  username_taken: "This user name is taken",
  token_invalid: "This link is not valid any more",
  refresh_invalid: "Log in again",
  refresh_reused: "Log in again: this session was used elsewhere",
  blocked: "Not possible: one of you blocks the other",
  not_yourself: "You can't do this to yourself",
  image_invalid: "This picture can't be used",
  stream_ended: "This stream has ended",
  stream_already_open: "You have a stream that is not ended",
  stream_key_invalid: "This stream key is not valid",
  playback_token_invalid: "This stream is private",
  comment_refused: "This comment was not accepted",
  conflict: "This changed meanwhile",
} as const;

/** Every reaction, in the order of the picker. */
export const REACTION_KINDS = ["heart","clap","laugh","wow","fire","sad"] as const;

/** What a client may emit, by name. */
export const CLIENT_EVENTS = {
  join: "stream:join",
  leave: "stream:leave",
  comment: "comment:send",
  deleteComment: "comment:delete",
  react: "reaction:send",
  authenticate: "authenticate",
} as const;

/** Characters of a comment at most. */
export const COMMENT_CHARS_MAX = 500;

/** Items of a page at most. */
export const PAGE_ITEMS_MAX = 100;

/** The caller's own account. */
export type Account = {
  /** The user's id. */
  id: UserId;
  /** Unique, lower case; the name in addresses. */
  username: string;
  /** The name that people see. */
  display_name: string;
  /** About the user; may be empty. */
  bio: string;
  /** Path of the picture, or null. */
  avatar_url: string | null;
  /** The e-mail address. */
  email: string;
  /** Whether the address was confirmed. */
  email_verified: boolean;
  /** What the account may do. */
  role: Role;
  /** When the account was made. */
  created_at: Timestamp;
};

/** The acknowledgement of a client event. */
export type Ack<T> = { "status": "ok", "data": T } | { "status": "error", "data": Problem };

/** A fresh access token for a socket that stays. */
export type Authenticate = {
  /** The access token. */
  token: string;
};

/** A category and how many streams are live in it. */
export type Category = {
  /** Its name in addresses. */
  slug: string;
  /** Its name for people. */
  name: string;
  /** Public streams live in it now. */
  live: number;
};

/** Change the password; all other sessions end. */
export type ChangePassword = {
  /** The password now. */
  current_password: string;
  /** 10 to 128 characters. */
  new_password: string;
};

/** A comment. */
export type Comment = {
  /** The comment's id. */
  id: CommentId;
  /** The stream it belongs to. */
  stream_id: StreamId;
  /** Its place in the stream's chat: 1, 2, 3 … without gaps. Clients resume by it. */
  seq: number;
  /** Who wrote it. */
  author: UserSummary;
  /** The text, 1 to 500 characters; empty when deleted. */
  body: string;
  /** Whether it was deleted since. */
  deleted: boolean;
  /** When it was stored. */
  created_at: Timestamp;
};

/** A comment was deleted. */
export type CommentDeleted = {
  /** The stream. */
  stream_id: StreamId;
  /** The comment. */
  comment_id: CommentId;
  /** The number of this deletion: 1, 2, 3 … in a stream, without gaps. */
  deletion: number;
};

/** A comment in a stream's chat. */
export type CommentId = string;

/** Create a stream. */
export type CreateStream = {
  /** 1 to 120 characters. */
  title: string;
  /** At most 2,000 characters. */
  description: string;
  /** A category's slug, for example `music`; see `GET /api/live/categories`. */
  category: string | null;
  /** At most 10, each 1 to 30 characters. */
  tags: Array<string>;
  /** Who may find and watch it. */
  visibility: Visibility;
};

/** Delete one's own comment (moderators and the streamer: any). */
export type DeleteComment = {
  /** The stream. */
  stream_id: StreamId;
  /** The comment. */
  comment_id: CommentId;
};

/** How an end came about. */
export type EndReason = "streamer" | "encoder_left" | "moderator";

/**
 * Why a request was refused. The text of a code never changes its meaning once released;
 * clients branch on it. `crates/http` gives each its HTTP status.
 */
export type ErrorCode = "invalid_request" | "body_too_large" | "unsupported_media_type" | "method_not_allowed" | "not_found" | "unauthenticated" | "forbidden" | "rate_limited" | "internal" | "unavailable" | "timeout" | "bad_credentials" | "account_disabled" | "email_taken" | "username_taken" | "token_invalid" | "refresh_invalid" | "refresh_reused" | "blocked" | "not_yourself" | "image_invalid" | "stream_ended" | "stream_already_open" | "stream_key_invalid" | "playback_token_invalid" | "comment_refused" | "conflict";

/** One field that was wrong. */
export type FieldError = {
  /** The field's name as in the request. */
  field: string;
  /** What is wrong with it, for a person. */
  message: string;
};

/** Ask for a password reset by e-mail. The answer is the same whether the address is known. */
export type ForgotPassword = {
  /** The account's e-mail address. */
  email: string;
};

/** How good the incoming media is. */
export type Health = "offline" | "poor" | "fair" | "good";

/** Where an encoder sends the media. */
export type Ingest = {
  /** The server field of an encoder, for example `rtmp://host:1935/live`. */
  rtmp_url: string;
  /** The same over TLS, or null where it is not set up. */
  rtmps_url: string | null;
  /** The stream key; shown only in the answer that made it, else null. */
  stream_key: string | null;
  /** The first characters of the key, to tell keys apart. */
  stream_key_hint: string;
};

/** Measured over the time since the report before (about two seconds). */
export type IngestReport = {
  /** Incoming video bits per second. */
  video_bps: number;
  /** Incoming audio bits per second. */
  audio_bps: number;
  /** Video frames per second. */
  fps: number;
  /**
   * Frames dropped here (late, before the first key frame, broken) or missing by the
   * timestamps, in this interval.
   */
  frames_dropped: number;
  /** Milliseconds between the last two key frames. */
  keyframe_interval_ms: number | null;
  /** Width in pixels. */
  width: number | null;
  /** Height in pixels. */
  height: number | null;
  /** RFC 6381 name of the video codec, for example `avc1.64001f`. */
  video_codec: string | null;
  /** RFC 6381 name of the audio codec, for example `mp4a.40.2`. */
  audio_codec: string | null;
  /**
   * Milliseconds by which media arrives later than its timestamps say, against the first
   * frames: the encoder's line is too slow when it grows.
   */
  lag_ms: number;
};

/** Join a stream's room. Joining again is harmless and catches up. */
export type Join = {
  /** The stream. */
  stream_id: StreamId;
  /**
   * The `seq` of the last comment that the client has: it gets those after it. Absent: the
   * newest 50.
   */
  after_seq?: number;
  /** `last_deletion` of what the client has: it gets the deletions after it. Absent: none. */
  after_deletion?: number;
  /** A playback token, for a private stream that the user could not watch otherwise. */
  playback_token?: string;
};

/** The answer to a join. */
export type Joined = {
  /** Where the stream stands. */
  state: StreamState;
  /** Viewers now, with this one. */
  viewers: number;
  /** Comments after `after_seq`, or the newest ones, in order; at most 200. */
  comments: Array<Comment>;
  /** More than 200 were missed: fetch those between by `GET /api/live/{id}/comments`. */
  comments_truncated: boolean;
  /**
   * Comments that were deleted after `after_deletion`, in the order of their deletion; at most
   * 200.
   */
  deleted: Array<CommentId>;
  /** More than 200 were deleted: join again with this answer's `last_deletion`. */
  deleted_truncated: boolean;
  /** The number of the last deletion that this answer knows of; 0 if there was none. */
  last_deletion: number;
  /** Reactions of each kind so far. */
  reactions: Array<ReactionCount>;
};

/** Leave a stream's room. */
export type Leave = {
  /** The stream. */
  stream_id: StreamId;
};

/** In which order live streams are listed. */
export type LiveSort = "viewers" | "newest";

/** Log in. */
export type Login = {
  /** The e-mail address or the user name. */
  login: string;
  /** The password. */
  password: string;
};

/** One page of a list. */
export type Page<T> = {
  /** The items, in the list's order. */
  items: Array<T>;
  /** Pass it as `?cursor=` for the next page; absent (null) on the last one. */
  next_cursor: string | null;
};

/** Where a stream can be watched. */
export type Playback = {
  /**
   * The multivariant playlist of (low-latency) HLS: `/hls/{stream}/index.m3u8`, with
   * `?token=` where the stream is private and the caller may watch.
   */
  hls: string;
};

/** Lets its holder watch one private stream. */
export type PlaybackToken = {
  /** The token, for `?token=` of the playlist and for joining the room. */
  token: string;
  /** Seconds for which it is valid. */
  expires_in: number;
};

/** Write a comment. */
export type PostComment = {
  /** 1 to 500 characters. */
  body: string;
  /** Made by the client, the same when it tries again: a comment is never stored twice. */
  client_id: string;
};

/**
 * The body of an error answer, `application/problem+json`; also the error of a Socket.IO
 * acknowledgement.
 */
export type Problem = {
  /** Where the code is described; a path under `/api/docs`. */
  type: string;
  /** The code's meaning, for a person. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** The stable code, for programs. */
  code: ErrorCode;
  /** What was wrong in this case. */
  detail?: string | null;
  /** The fields that were wrong. */
  errors?: Array<FieldError>;
  /** Seconds after which the same call may work. */
  retry_after_s?: number | null;
  /** The request's id, to find it in the logs. */
  request_id?: string | null;
};

/** A user's public page. */
export type Profile = {
  /** The user's id. */
  id: UserId;
  /** The name in addresses. */
  username: string;
  /** The name that people see. */
  display_name: string;
  /** About the user; may be empty. */
  bio: string;
  /** Path of the picture, or null. */
  avatar_url: string | null;
  /** How many follow this user. */
  followers: number;
  /** How many this user follows. */
  following: number;
  /** Whether the caller follows this user. */
  followed_by_me: boolean;
  /** Whether the caller blocks this user. */
  blocked_by_me: boolean;
  /** When the account was made. */
  created_at: Timestamp;
};

/** How often a reaction was sent. */
export type ReactionCount = {
  /** The reaction. */
  kind: ReactionKind;
  /** How often. */
  count: number;
};

/** A reaction. */
export type ReactionKind = "heart" | "clap" | "laugh" | "wow" | "fire" | "sad";

/** Reactions of the last half second. */
export type Reactions = {
  /** The stream. */
  stream_id: StreamId;
  /** How many of each kind. */
  counts: Array<ReactionCount>;
};

/** Exchange a refresh token for a new pair. Without a body the `refresh_token` cookie is used. */
export type Refresh = {
  /** The refresh token, for clients that keep it themselves. */
  refresh_token: string | null;
};

/** Create an account. */
export type Register = {
  /** 3 to 30 characters: lower-case letters, digits, `_`; begins with a letter. */
  username: string;
  /** An e-mail address, at most 254 characters (RFC 5321). */
  email: string;
  /** 10 to 128 characters. */
  password: string;
  /** 1 to 50 characters; the user name if absent. */
  display_name: string | null;
  /** The one-time token of the first admin's link. */
  setup_token: string | null;
};

/** Set a new password with the token of the e-mail; all sessions end. */
export type ResetPassword = {
  /** The token of the e-mail. */
  token: string;
  /** 10 to 128 characters. */
  new_password: string;
};

/** What an account may do. Each role may do what the ones before it may. */
export type Role = "user" | "moderator" | "admin";

/** Write a comment in a room that was joined. */
export type SendComment = {
  /** The stream. */
  stream_id: StreamId;
  /** 1 to 500 characters. */
  body: string;
  /** Made by the client, the same when it tries again: a comment is never stored twice. */
  client_id: string;
};

/** React in a room that was joined. */
export type SendReaction = {
  /** The stream. */
  stream_id: StreamId;
  /** The reaction. */
  kind: ReactionKind;
  /** How many taps since the last message, 1 to 20. */
  count: number;
};

/** What the server emits. */
export type ServerEvent = { "event": "comment:new", "data": Comment } | { "event": "comment:deleted", "data": CommentDeleted } | { "event": "reactions", "data": Reactions } | { "event": "viewers", "data": Viewers } | { "event": "stream:state", "data": StreamChanged } | { "event": "stream:updated", "data": StreamUpdated } | { "event": "stream:health", "data": StreamHealth } | { "event": "session:ended", "data": SessionEnded };

/** A log-in on one device. */
export type Session = {
  /** The session's id. */
  id: SessionId;
  /** Browser and system as the user agent tells, for example "Firefox on Linux". */
  device: string;
  /** The address it was last used from, with its last part hidden. */
  place: string;
  /** When it began. */
  created_at: Timestamp;
  /** When it was last used. */
  last_seen_at: Timestamp;
  /** Whether it is the session that asks. */
  current: boolean;
};

/** This session ended. */
export type SessionEnded = {
  /** Why, for a person. */
  reason: string;
};

/** A log-in of a user on one device; the family of its refresh tokens. */
export type SessionId = string;

/** What was measured at one moment. */
export type StatsSample = {
  /** When. */
  at: Timestamp;
  /** Incoming bits per second, audio and video together. */
  bitrate_bps: number;
  /** Video frames per second. */
  fps: number;
  /** Frames dropped or missing since the sample before. */
  frames_dropped: number;
  /** Viewers at that moment. */
  viewers: number;
  /** How good the incoming media was. */
  health: Health;
};

/** A stream. */
export type Stream = {
  /** The stream's id. */
  id: StreamId;
  /** Whose stream it is. */
  streamer: UserSummary;
  /** The title. */
  title: string;
  /** More about it; may be empty. */
  description: string;
  /** The category's slug, or null. */
  category: string | null;
  /** The tags. */
  tags: Array<string>;
  /** Who may find and watch it. */
  visibility: Visibility;
  /** Where it stands. */
  state: StreamState;
  /** Path of the picture, or null while there is none. */
  thumbnail_url: string | null;
  /** Viewers now. */
  viewers: number;
  /** Where to watch; paths on this host. */
  playback: Playback;
  /** When it was created. */
  created_at: Timestamp;
  /** When media first arrived, or null. */
  started_at: Timestamp | null;
  /** When it ended, or null. */
  ended_at: Timestamp | null;
  /** How it ended, or null. */
  end_reason: EndReason | null;
  /** Where to send the media: only for the streamer. */
  ingest?: Ingest | null;
};

/** The stream's state changed. */
export type StreamChanged = {
  /** The stream. */
  stream_id: StreamId;
  /** Where it stands now. */
  state: StreamState;
  /** How it ended, if it did. */
  end_reason: EndReason | null;
  /** When. */
  at: Timestamp;
};

/** Incoming media, as it is now. */
export type StreamHealth = {
  /** The stream. */
  stream_id: StreamId;
  /** When. */
  at: Timestamp;
  /** How good it is. */
  health: Health;
  /** What was measured. */
  report: IngestReport;
};

/** A live stream, from its creation to its replay. */
export type StreamId = string;

/** A streamer's key, without its secret. */
export type StreamKey = {
  /** The key's id. */
  id: StreamKeyId;
  /** The first characters of the key. */
  hint: string;
  /** When it was made. */
  created_at: Timestamp;
  /** When an encoder last used it, or null. */
  last_used_at: Timestamp | null;
  /** The whole key, only in the answer that made it. */
  secret?: string | null;
};

/** A stream key of a streamer. */
export type StreamKeyId = string;

/** Where a stream stands. */
export type StreamState = "idle" | "live" | "interrupted" | "ended";

/** Statistics of a stream, for its streamer. */
export type StreamStats = {
  /** Viewers now. */
  viewers: number;
  /** The most viewers at one time. */
  viewers_peak: number;
  /** Watch time of all viewers, in seconds. */
  watch_time_s: number;
  /** Comments, without deleted ones. */
  comments: number;
  /** Reactions of each kind. */
  reactions: Array<ReactionCount>;
  /** How good the incoming media is now. */
  health: Health;
  /** Seconds since media first arrived, to the end if it is over. */
  duration_s: number;
  /** Samples over time, oldest first, at most 720. */
  samples: Array<StatsSample>;
};

/** The stream's details changed. */
export type StreamUpdated = {
  /** The stream. */
  stream_id: StreamId;
};

/** A moment, in milliseconds since 1970-01-01T00:00:00Z. */
export type Timestamp = number;

/** The answer to register, log-in and refresh. */
export type Tokens = {
  /** JWT for `Authorization: Bearer …` and for the socket. */
  access_token: string;
  /** Use once, at `POST /api/auth/refresh`. */
  refresh_token: string;
  /** Seconds for which the access token is valid. */
  expires_in: number;
  /** Whom the tokens belong to. */
  user: Account;
};

/** Change one's profile; what is absent stays as it is. */
export type UpdateProfile = {
  /** 1 to 50 characters. */
  display_name: string | null;
  /** At most 500 characters. */
  bio: string | null;
};

/** Change a stream; what is absent stays as it is. */
export type UpdateStream = {
  /** 1 to 120 characters. */
  title: string | null;
  /** At most 2,000 characters. */
  description: string | null;
  /** A category's slug; empty for none. */
  category: string | null;
  /** At most 10, each 1 to 30 characters. */
  tags: Array<string> | null;
  /** Who may find and watch it. */
  visibility: Visibility | null;
};

/** An account. */
export type UserId = string;

/** A user as shown beside a comment or a stream. */
export type UserSummary = {
  /** The user's id. */
  id: UserId;
  /** The name in addresses. */
  username: string;
  /** The name that people see. */
  display_name: string;
  /** Path of the picture, or null. */
  avatar_url: string | null;
};

/** Confirm the e-mail address with the token of the e-mail. */
export type VerifyEmail = {
  /** The token of the e-mail. */
  token: string;
};

/** The number of viewers. */
export type Viewers = {
  /** The stream. */
  stream_id: StreamId;
  /** Viewers now. */
  viewers: number;
};

/** Who may find and watch a stream. */
export type Visibility = "public" | "unlisted" | "private";
