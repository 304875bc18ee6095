// SPDX-License-Identifier: BSD-2-Clause
package caesure.views;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.descriptor.Inference;
import caesure.http.Json;
import caesure.script.ScriptAsm;
import caesure.script.ScriptTemplate;

/** How methods show scripts (Bitcoin Core's ScriptToUniv). */
public final class ScriptView {
    private ScriptView() {}

    /** A script of an output: asm, desc, hex, address if there is one, type. */
    public static Json.Obj json(ByteString script, AddressFormat format) {
        return json(script, Inference.of(script, format), format).build();
    }

    /** The same with a descriptor that is known better than from the script alone. */
    public static Json.Builder json(ByteString script, String descriptor, AddressFormat format) {
        var to = Json.object().with("asm", ScriptAsm.of(script)).with("desc", descriptor);
        to.with("hex", script.toString());
        return form(script, format, to);
    }

    /** The same without the bytes. */
    public static Json.Builder withoutHex(ByteString script, AddressFormat format) {
        var to = Json.object().with("asm", ScriptAsm.of(script));
        return form(script, format, to.with("desc", Inference.of(script, format)));
    }

    private static Json.Builder form(ByteString script, AddressFormat format, Json.Builder to) {
        Address.of(script).ifPresent(address -> to.with("address", address.text(format)));
        return to.with("type", ScriptTemplate.of(script).text());
    }

    /** A script of an input: asm with the hash types of signatures as words, and hex. */
    public static Json.Obj spending(ByteString script) {
        return Json.object()
                .with("asm", ScriptAsm.ofSpending(script))
                .with("hex", script.toString())
                .build();
    }
}
