import { createAction } from '@reduxjs/toolkit';

/** A request was answered with 401: the session is gone. */
export const sessionExpired = createAction('session/expired');

/** Someone logged in. */
export const sessionStarted = createAction('session/started');

/** Some of the viewer's rights are gone: what he saw by them is forgotten. */
export const rightsLost = createAction('session/rightsLost');
