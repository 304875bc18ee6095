// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import java.util.Locale;
import java.util.Set;

/**
 * The names under which a browser may reach the server. A page of a stranger can let its own name
 * point to 127.0.0.1 (DNS rebinding) and so speak with a server on its visitor's machine; but the
 * request then carries the stranger's name. What no stranger can own is answered: addresses, and
 * localhost, which browsers do not look up. Programs that send no Host at all are no browsers.
 *
 * @param more further names, of the operator's choice; case does not count
 */
record HostNames(Set<String> more) {
    HostNames {
        more = Set.copyOf(more.stream().map(HostNames::plain).toList());
    }

    /** Whether to answer a request with this Host header, {@code name} or {@code name:port}. */
    boolean allows(String host) {
        String name = plain(withoutPort(host));
        return name.equals("localhost") || more.contains(name) || IpText.parse(name).isPresent();
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > host.lastIndexOf(']') && host.indexOf(':') == colon;
        boolean afterBracket = colon > 0 && host.charAt(colon - 1) == ']';
        return port || afterBracket ? host.substring(0, colon) : host;
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
