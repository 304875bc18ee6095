// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Who may use a route: HTTP's Basic authentication (RFC 7617) against a list of logins. */
public record Logins(List<Login> all) {
    private static final String SCHEME = "Basic ";

    public Logins {
        all = List.copyOf(all);
    }

    /**
     * The user that an Authorization header proves.
     *
     * @return empty if it proves none
     */
    Optional<String> user(String header) {
        if (!header.startsWith(SCHEME)) return Optional.empty();
        Optional<String> pair = decode(header.substring(SCHEME.length()).strip());
        int colon = pair.map(text -> text.indexOf(':')).orElse(-1);
        if (colon < 0) return Optional.empty();
        String name = pair.get().substring(0, colon);
        String password = pair.get().substring(colon + 1);
        boolean found = false;
        for (Login login : all) found |= login.is(name, password); // all, so time tells nothing
        return found ? Optional.of(name) : Optional.empty();
    }

    private static Optional<String> decode(String base64) {
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no Base64
        }
    }
}
