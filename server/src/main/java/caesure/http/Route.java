// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import java.util.Optional;
import java.util.Set;

/**
 * Part of the server's paths and who answers there.
 *
 * @param path the whole target, or what it begins with if it ends with a slash and is longer than
 *     one
 * @param methods of HTTP that are answered; others get 405
 * @param logins who may ask; anybody if empty
 */
public record Route(String path, Set<String> methods, Optional<Logins> logins, Handler handler) {
    public Route {
        methods = Set.copyOf(methods);
    }

    /** Answers requests, several at once, each on a virtual thread of its own. */
    @FunctionalInterface
    public interface Handler {
        HttpReply answer(HttpRequest request) throws InterruptedException;
    }

    /** Whether a target belongs here. Nothing is decoded or simplified before. */
    boolean takes(String target) {
        boolean folder = path.length() > 1 && path.endsWith("/");
        return folder ? target.startsWith(path) : target.equals(path);
    }
}
