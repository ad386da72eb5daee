// A chat room on Node's socket.io, as its documentation shows it: join a room, broadcast to it.
// It stores nothing and checks nothing, which is in the peer's favour: ours checks the writer,
// stores each comment with its place in the stream, and counts viewers.
// `node socket-io.js PORT`.

import { createServer } from 'node:http';
import { Server } from 'socket.io';

const server = createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false });
let seq = 0;

io.on('connection', (socket) => {
  socket.on('stream:join', ({ stream_id }, ack) => {
    socket.join(stream_id);
    ack({
      status: 'ok',
      data: { state: 'live', viewers: io.engine.clientsCount, comments: [], reactions: [] },
    });
  });
  socket.on('comment:send', ({ stream_id, body, client_id }, ack) => {
    seq += 1;
    const comment = {
      id: client_id,
      stream_id,
      seq,
      author: { id: client_id, username: 'someone', display_name: 'Someone', avatar_url: null },
      body,
      deleted: false,
      created_at: Date.now(),
    };
    io.to(stream_id).emit('comment:new', comment);
    ack({ status: 'ok', data: comment });
  });
});

server.listen(Number(process.argv[2]), '127.0.0.1');
