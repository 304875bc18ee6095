// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which user may call what.
 *
 * @param methods for each user with a list, what it names
 * @param others whether users without a list may call everything; otherwise nothing
 */
record Whitelists(Map<String, Set<String>> methods, boolean others) {

    /**
     * Reads lists as bitcoind's -rpcwhitelist has them: {@code user:method,method}. A user without
     * colon may call nothing; of several lists for one user only what is in all of them counts.
     *
     * @param byDefault -rpcwhitelistdefault, whether users without a list may call nothing; if it
     *     is not given, they may not as soon as there is any list
     */
    static Whitelists of(List<String> lists, Optional<Boolean> byDefault) {
        Map<String, Set<String>> methods = new HashMap<>();
        for (String list : lists) {
            int colon = list.indexOf(':');
            String user = colon < 0 ? list : list.substring(0, colon);
            Set<String> named = colon < 0 ? Set.of() : Set.of(names(list.substring(colon + 1)));
            Set<String> before = methods.get(user);
            Set<String> both = new HashSet<>(named);
            if (before != null && colon >= 0) both.retainAll(before);
            methods.put(user, both);
        }
        return new Whitelists(Map.copyOf(methods), !byDefault.orElse(!lists.isEmpty()));
    }

    private static String[] names(String list) {
        return Arrays.stream(list.split("[, ]")).distinct().toArray(String[]::new);
    }

    /** Whether a user may call nothing at all, whatever the request says. */
    boolean isShutOut(String user) {
        return !methods.containsKey(user) && !others;
    }

    boolean allows(String user, String method) {
        Set<String> named = methods.get(user);
        return named == null ? others : named.contains(method);
    }
}
