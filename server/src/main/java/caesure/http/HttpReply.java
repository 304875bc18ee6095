// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import caesure.bytes.ByteString;

import java.nio.charset.StandardCharsets;

/**
 * What the server answers.
 *
 * @param status of HTTP
 * @param contentType of the body; empty if there is none
 * @param caching what to say about keeping the answer; if empty, nothing of a good answer, and of
 *     any other that it is not to be kept
 */
public record HttpReply(int status, String contentType, ByteString body, String caching) {
    public static final String JSON = "application/json";

    /** To be asked for anew each time. */
    public static final String NO_STORE = "no-store";

    private static final String TEXT = "text/plain; charset=utf-8";

    public HttpReply(int status, String contentType, ByteString body) {
        this(status, contentType, body, status == 200 ? "" : NO_STORE);
    }

    /** An answer that is only a status. */
    public static HttpReply status(int status) {
        return new HttpReply(status, "", ByteString.EMPTY);
    }

    /** An answer in words. */
    public static HttpReply text(int status, String words) {
        return new HttpReply(status, TEXT, ByteString.wrap(words.getBytes(StandardCharsets.UTF_8)));
    }
}
