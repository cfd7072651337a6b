/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include <errno.h>

#include "app/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct settings settings, before;
	char error[160] = "";
	char *text = fuzz_text(data, size);
	settings_default(&settings);
	before = settings;
	int result = config_parse(text, "config", &settings, error, sizeof(error));
	PROMISE(result == 0 || result == -EINVAL);
	PROMISE((result == 0) == (error[0] == '\0'));
	PROMISE(!strchr(error, '\n'));
	PROMISE(settings.period_ns && settings.budget > 0 && settings.budget <= 1);
	if (result == 0 && size == 0)
		PROMISE(settings.period_ns == before.period_ns);
	free(text);
	return 0;
}
