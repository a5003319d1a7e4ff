const SETTINGS = 'FRITZ_KAFKA_TLS_CERT and FRITZ_KAFKA_TLS_KEY';

/**
 * Words for what TLS says when a connection cannot be made, to follow `Kafka at …`; null when it is
 * no matter of TLS.
 * @param hasCertificate whether we show a certificate of our own
 * @param error the innermost one
 */
export function describeTlsTrouble(hasCertificate: boolean, error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const code = String(error.code);
  // The rest of Node's message is advice for programmers.
  const why = error.message.split(/[;\n]/)[0] ?? '';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `shows a certificate for another name; use a name that is in it (${why})`;
  }
  if (/^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_)/.test(code)) {
    return `shows a certificate that is not trusted (${why}); check it, and FRITZ_KAFKA_TLS_CA`;
  }
  if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') {
    return `is not asked: our key belongs to another certificate; check ${SETTINGS}`;
  }
  if (code.startsWith('ERR_OSSL_')) {
    return `is not asked: our certificate or its key cannot be read as PEM; check ${SETTINGS}`;
  }
  if (code === 'ECONNRESET') {
    return 'breaks off before TLS begins; check that this port is one for TLS';
  }
  // TLS 1.3 tells a client that its certificate is refused only after the handshake.
  if (code !== 'PLT_KFK_NETWORK' || error.message !== 'Connection closed') return null;
  return hasCertificate
    ? `closes the connection; check that it trusts the authority of our certificate (${SETTINGS})`
    : `closes the connection; if it asks for a certificate, name ours by ${SETTINGS}`;
}
