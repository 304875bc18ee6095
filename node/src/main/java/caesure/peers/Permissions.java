// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.bytes.MalformedException;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.Subnet;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator lets peers do, by the options -whitelist and -whitebind. Source: Core's
 * NetPermissions.
 *
 * <pre>
 *   whitelist = ( words "@" )? subnet
 *   whitebind = ( words "@" )? address ":" port
 *   words     = word ( "," word )*
 *   word      = a permission | "bloom" | "all" | "in" | "out" | nothing
 * </pre>
 *
 * <p>Without words those are granted that {@link #implicit} names. "in" and "out" say for whose
 * calls a whitelist is; without them it is for peers that call us.
 */
public final class Permissions {
    private Permissions() {}

    /**
     * What a range of addresses may (-whitelist).
     *
     * @param incoming of those who call us
     * @param outgoing of those whom we call because a person named them
     */
    public record Granted(
            Set<Permission> permissions, Subnet subnet, boolean incoming, boolean outgoing) {
        public Granted {
            permissions = inOrder(permissions);
        }
    }

    /** What those may who call one of our addresses (-whitebind). */
    public record Bound(Set<Permission> permissions, NetEndpoint endpoint) {
        public Bound {
            permissions = inOrder(permissions);
        }
    }

    /** What the words before the "@" say. */
    private record Words(Set<Permission> permissions, boolean incoming, boolean outgoing) {}

    /**
     * What those may for whom the operator named no permission.
     *
     * @param relay -whitelistrelay; on if not given
     * @param forceRelay -whitelistforcerelay; off if not given
     */
    public static Set<Permission> implicit(boolean relay, boolean forceRelay) {
        var granted = EnumSet.of(Permission.MEMPOOL, Permission.NOBAN);
        if (relay) granted.add(Permission.RELAY);
        if (forceRelay) granted.add(Permission.FORCERELAY);
        return withImplied(granted);
    }

    /**
     * Reads a value of -whitelist.
     *
     * @param implicit what is granted where the text names nothing
     * @throws IllegalArgumentException in bitcoind's words
     */
    public static Granted whitelist(String text, Set<Permission> implicit) {
        Words words = words(text, implicit, true);
        String range = behindAt(text);
        Subnet subnet =
                Subnet.parse(range)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "Invalid netmask specified in -whitelist: '%s'"
                                                .formatted(range)));
        return new Granted(words.permissions, subnet, words.incoming, words.outgoing);
    }

    /**
     * Reads a value of -whitebind.
     *
     * @param implicit what is granted where the text names nothing
     * @throws IllegalArgumentException in bitcoind's words
     */
    public static Bound whitebind(String text, Set<Permission> implicit) {
        Words words = words(text, implicit, false);
        String where = behindAt(text);
        NetEndpoint endpoint;
        try {
            endpoint = NetEndpoint.parse(where, 0);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(
                    "Cannot resolve -whitebind address: '%s'".formatted(where), e);
        }
        if (endpoint.port() == 0) {
            throw new IllegalArgumentException(
                    "Need to specify a port with -whitebind: '%s'".formatted(where));
        }
        return new Bound(words.permissions, endpoint);
    }

    /** All that is granted to an address; what several ranges grant adds up. */
    public static Set<Permission> of(
            NetAddress address, ConnectionType type, Collection<Granted> grants) {
        var all = EnumSet.noneOf(Permission.class);
        for (Granted grant : grants) {
            boolean applies =
                    switch (type) {
                        case INBOUND -> grant.incoming;
                        case MANUAL -> grant.outgoing;
                        default -> false;
                    };
            if (applies && grant.subnet.contains(address)) all.addAll(grant.permissions);
        }
        return inOrder(all);
    }

    /** With those that they have (Core's flags share bits). */
    public static Set<Permission> withImplied(Set<Permission> permissions) {
        var all = EnumSet.noneOf(Permission.class);
        all.addAll(permissions);
        if (all.contains(Permission.NOBAN)) all.add(Permission.DOWNLOAD);
        if (all.contains(Permission.FORCERELAY)) all.add(Permission.RELAY);
        return inOrder(all);
    }

    private static Set<Permission> inOrder(Set<Permission> permissions) {
        var all = EnumSet.noneOf(Permission.class);
        all.addAll(permissions);
        return Collections.unmodifiableSet(all);
    }

    private static String behindAt(String text) {
        return text.substring(text.indexOf('@') + 1);
    }

    private static Words words(String text, Set<Permission> implicit, boolean mayCallOut) {
        int at = text.indexOf('@');
        if (at < 0) return new Words(implicit, true, false);
        var granted = EnumSet.noneOf(Permission.class);
        boolean in = false;
        boolean out = false;
        for (String word : text.substring(0, at).split(",", -1)) {
            switch (word) {
                case "" -> {}
                case "all" -> granted.addAll(EnumSet.allOf(Permission.class));
                case "bloom" -> granted.add(Permission.BLOOMFILTER);
                case "in" -> in = true;
                case "out" -> out = true;
                default -> granted.add(permission(word));
            }
            if (out && !mayCallOut) {
                throw new IllegalArgumentException(
                        "whitebind may only be used for incoming connections (\"out\" was passed)");
            }
        }
        if ((in || out) && granted.isEmpty()) {
            throw new IllegalArgumentException(
                    "Only direction was set, no permissions: '%s'".formatted(text));
        }
        return new Words(withImplied(granted), in || !out, out);
    }

    private static Permission permission(String word) {
        Optional<Permission> known =
                Arrays.stream(Permission.values()).filter(p -> p.shown().equals(word)).findAny();
        return known.orElseThrow(
                () -> new IllegalArgumentException("Invalid P2P permission: '%s'".formatted(word)));
    }
}
