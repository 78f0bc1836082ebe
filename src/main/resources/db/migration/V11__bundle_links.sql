-- Of a symbolic link in a bundle (mode 'link') its target; the bundle's blob has the same text.
ALTER TABLE bundle_file ADD COLUMN target VARCHAR(1024);
