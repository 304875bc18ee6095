// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import java.util.EnumMap;
import java.util.Map;

/**
 * Ends a script that failed, from however deep in an operation. There is one for each error, made
 * beforehand and without a stack trace: throwing it allocates nothing, and strangers cause it. It
 * never leaves {@link ScriptVerifier}.
 */
final class ScriptFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Map<ScriptError, ScriptFailure> ALL = new EnumMap<>(ScriptError.class);

    static {
        for (ScriptError error : ScriptError.values()) ALL.put(error, new ScriptFailure(error));
    }

    private final ScriptError error;

    private ScriptFailure(ScriptError error) {
        super(error.text(), null, false, false);
        this.error = error;
    }

    static ScriptFailure of(ScriptError error) {
        return ALL.get(error);
    }

    ScriptError error() {
        return error;
    }
}
