DROP TRIGGER comment_mentions_told ON comment_mentions;
DROP TRIGGER followup_requests_told ON followup_requests;
DROP FUNCTION on_mention_told(), on_followup_told(), user_sees_followup(integer, followup_requests),
  tell_myself(text, text), settle_notification_mail(text, integer, integer, interval),
  take_notification_mails(text, integer, interval), tell_user(integer, text, text, text);
DROP TABLE notification_mails, notifications;
DROP FUNCTION on_notifications_seen();
