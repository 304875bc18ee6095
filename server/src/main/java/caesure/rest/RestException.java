// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

import caesure.bytes.ByteString;
import caesure.http.HttpReply;

import java.nio.charset.StandardCharsets;

/** A request that has an error for its answer. It carries no stack trace: it is an answer. */
final class RestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    private RestException(int status, String words) {
        super(words, null, false, false);
        this.status = status;
    }

    /** The request is wrong. */
    static RestException bad(String words) {
        return new RestException(400, words);
    }

    /** There is no such thing. */
    static RestException notFound(String words) {
        return new RestException(404, words);
    }

    /** It cannot be read. */
    static RestException failed(String words) {
        return new RestException(500, words);
    }

    /** The node still starts. */
    static RestException warmingUp(String status) {
        return new RestException(503, "Service temporarily unavailable: " + status);
    }

    HttpReply reply() {
        byte[] body = (getMessage() + "\r\n").getBytes(StandardCharsets.UTF_8);
        return new HttpReply(status, "text/plain", ByteString.wrap(body));
    }
}
