// SPDX-License-Identifier: BSD-2-Clause
/** Blocks, transactions and chains as JSON, alike in all doors. */
package caesure.views;
