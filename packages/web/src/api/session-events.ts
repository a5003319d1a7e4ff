import { createAction } from '@reduxjs/toolkit';

/** A request was answered with 401: the session is gone. */
export const sessionExpired = createAction('session/expired');

/** Someone logged in. */
export const sessionStarted = createAction('session/started');
