// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import caesure.bytes.ByteString;

import java.nio.charset.StandardCharsets;

/**
 * What the server answers.
 *
 * @param status of HTTP
 * @param contentType of the body; empty if there is none
 */
public record HttpReply(int status, String contentType, ByteString body) {
    public static final String JSON = "application/json";

    private static final String TEXT = "text/plain; charset=utf-8";

    /** An answer that is only a status. */
    public static HttpReply status(int status) {
        return new HttpReply(status, "", ByteString.EMPTY);
    }

    /** An answer in words. */
    public static HttpReply text(int status, String words) {
        return new HttpReply(status, TEXT, ByteString.wrap(words.getBytes(StandardCharsets.UTF_8)));
    }
}
