-- The operation that is changing a membership in Logto: a mark on the row, not a lock that is held while Logto answers. Two
-- changes of one person would else write the copy in another order than Logto got them, and an event of Logto's about our
-- own change would be taken for somebody else's.
ALTER TABLE members ADD COLUMN changing_by uuid;
