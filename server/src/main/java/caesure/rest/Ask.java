// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.http.HttpReply;
import caesure.http.HttpRequest;
import caesure.http.Json;
import caesure.http.JsonText;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One request for a resource, and the forms of its answer.
 *
 * <pre>
 *   target = prefix param [ "." format ] [ "?" name "=" value { "&amp;" name "=" value } ]
 * </pre>
 *
 * @param param what stands between the prefix and the format, as it was sent; with the dot and what
 *     follows it if that is no format
 */
record Ask(String target, String param, Format format, ByteString body) {
    /** Bytes that never change. A day, so that a newer program's are seen by then. */
    private static final String IMMUTABLE = "public, immutable, max-age=86400";

    /** Whether an answer will be the same for ever. */
    enum Lasting {
        CHANGES(HttpReply.NO_STORE),
        FOR_EVER(IMMUTABLE);

        private final String caching;

        Lasting(String caching) {
            this.caching = caching;
        }
    }

    static Ask of(HttpRequest request, String prefix) {
        String rest = request.target().substring(prefix.length());
        int query = rest.lastIndexOf('?'); // as bitcoind, which looks for the first elsewhere
        String path = query < 0 ? rest : rest.substring(0, query);
        int dot = path.lastIndexOf('.');
        Optional<Format> format =
                dot < 0
                        ? Optional.empty()
                        : Arrays.stream(Format.values())
                                .filter(each -> each.suffix().equals(path.substring(dot + 1)))
                                .findFirst();
        String param = format.isPresent() ? path.substring(0, dot) : path;
        return new Ask(request.target(), param, format.orElse(Format.NONE), request.body());
    }

    /** The parts between slashes; at least one, which may be empty. */
    List<String> parts() {
        return List.of(param.split("/", -1));
    }

    /** The first value of a name in the query. */
    Optional<String> query(String name) {
        int start = target.indexOf('?');
        if (start < 0) return Optional.empty();
        int end = target.indexOf('#', start);
        String query = target.substring(start + 1, end < 0 ? target.length() : end);
        for (String each : query.split("&", -1)) {
            int equals = each.indexOf('=');
            String key = equals < 0 ? each : each.substring(0, equals);
            if (decoded(key).equals(name)) {
                return Optional.of(equals < 0 ? "" : decoded(each.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    /** Percent signs and two digits become the byte they name; anything else stays. */
    private static String decoded(String text) {
        byte[] sent = text.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(sent.length);
        for (int i = 0; i < sent.length; i++) {
            int high =
                    sent[i] == '%' && i + 2 < sent.length ? Character.digit(sent[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(sent[i + 2], 16);
            bytes.write(low < 0 ? sent[i] : high << 4 | low);
            if (low >= 0) i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A hash out of the target. */
    static Hash256 hash(String shown) throws RestException {
        try {
            return Hash256.parse(shown);
        } catch (MalformedException e) {
            throw RestException.bad("Invalid hash: " + shown);
        }
    }

    /**
     * A number without sign and not above a bound.
     *
     * @return empty if the text is none
     */
    static Optional<Long> number(String text, long max) {
        if (!text.matches("0*[0-9]{1,18}")) return Optional.empty();
        long number = Long.parseLong(text);
        return number <= max ? Optional.of(number) : Optional.empty();
    }

    /** Bytes, in one of the two forms for them. */
    HttpReply bytes(ByteString bytes, Lasting lasting) throws RestException {
        return switch (format) {
            case BIN -> new HttpReply(200, "application/octet-stream", bytes, lasting.caching);
            case HEX -> text(bytes.toString(), lasting);
            case JSON, NONE -> throw noFormat(Format.ALL);
        };
    }

    HttpReply text(String text, Lasting lasting) {
        return new HttpReply(200, "text/plain", line(text), lasting.caching);
    }

    static HttpReply json(Json value, Lasting lasting) {
        return new HttpReply(200, HttpReply.JSON, line(JsonText.of(value)), lasting.caching);
    }

    /** Refuses all but JSON. */
    void jsonOnly() throws RestException {
        if (format != Format.JSON) throw noFormat("json");
    }

    static RestException noFormat(String available) {
        return RestException.notFound("output format not found (available: " + available + ")");
    }

    private static ByteString line(String text) {
        return ByteString.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
