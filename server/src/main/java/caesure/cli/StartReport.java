// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.chain.CatchUp;
import caesure.chain.Chain;

/** Says what a chain finds when it is opened. */
record StartReport(Console console) implements Chain.Reporter {

    @Override
    public void progress(CatchUp progress) {
        // so far short; the running node tells it
    }

    @Override
    public void damage(String what) {
        console.note("caesure: " + what);
    }

    @Override
    public void repaired(String what) {
        console.note("caesure: repaired: " + what);
    }
}
