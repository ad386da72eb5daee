-- The picture that a streamer chose for a stream; it wins over the one made of the video.

ALTER TABLE streams ADD COLUMN own_thumbnail TEXT;      -- file name under uploads/thumbnails
