/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include "demo/formula.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scope scope = { 0 };
	int64_t value;
	uint64_t number;
	char *text = fuzz_text(data, size);
	scope_add(&scope, "size", "100M");
	scope_add(&scope, "who", "child");
	scope_add(&scope, "page", "4096");
	formula_value(text, &scope, &value);
	formula_number(text, &number);
	condition_holds(text, &scope);
	scope_set(&scope, "size", text);
	formula_value("-size/4/page", &scope, &value);
	free(text);
	return 0;
}
