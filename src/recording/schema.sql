CREATE TABLE meta (
	name TEXT PRIMARY KEY,
	value
) WITHOUT ROWID;

CREATE TABLE string (
	id INTEGER PRIMARY KEY,
	text TEXT NOT NULL UNIQUE -- the kernel's bytes, which need not be UTF-8
);

CREATE TABLE kind (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL
);

CREATE TABLE process (
	id INTEGER PRIMARY KEY,
	pid INTEGER NOT NULL,
	start_ticks INTEGER NOT NULL,
	role TEXT NOT NULL -- 'parent', 'child', ''
);

-- Who a process is: a new row when any of it changes.
CREATE TABLE program (
	id INTEGER PRIMARY KEY,
	process INTEGER NOT NULL, -- process.id
	ppid INTEGER,
	inner_pid INTEGER,
	uid INTEGER,
	user INTEGER, -- string.id
	comm INTEGER, -- string.id
	exe INTEGER, -- string.id
	is_exe_deleted INTEGER,
	cmdline BLOB, -- a NUL behind each argument
	is_kernel_thread INTEGER,
	start_wall_ns INTEGER,
	start_code INTEGER,
	end_code INTEGER,
	start_data INTEGER,
	end_data INTEGER,
	start_brk INTEGER,
	start_stack INTEGER,
	stack_limit INTEGER,
	exec_count INTEGER
);

-- The lists. What refers to one has its number; NULL is an empty one.
CREATE TABLE child (
	list INTEGER,
	position INTEGER,
	pid INTEGER NOT NULL,
	comm INTEGER, -- string.id
	PRIMARY KEY (list, position)
) WITHOUT ROWID;

CREATE TABLE gap (
	list INTEGER,
	position INTEGER,
	what TEXT NOT NULL, -- 'smaps', 'exe', ...
	error INTEGER NOT NULL, -- errno
	PRIMARY KEY (list, position)
) WITHOUT ROWID;

CREATE TABLE part (
	list INTEGER,
	position INTEGER,
	start INTEGER NOT NULL,
	end INTEGER NOT NULL,
	kind INTEGER NOT NULL, -- kind.id
	name INTEGER, -- string.id
	PRIMARY KEY (list, position)
) WITHOUT ROWID;

CREATE TABLE module (
	list INTEGER,
	position INTEGER,
	path INTEGER, -- string.id
	lowest INTEGER NOT NULL, -- where its lowest region starts
	highest INTEGER NOT NULL, -- where its highest region starts
	bias INTEGER,
	is_executable_file INTEGER NOT NULL,
	PRIMARY KEY (list, position)
) WITHOUT ROWID;

-- Once each time that maps or smaps was read and not found as it was: what was read as a whole.
CREATE TABLE reading (
	process INTEGER,
	first INTEGER, -- the first sample that shows it
	layout INTEGER NOT NULL, -- equal for equal mappings
	counters_clock_ns INTEGER NOT NULL, -- when smaps was; 0 never
	is_stale INTEGER NOT NULL, -- regions are of this one, their counters of an earlier one
	modules INTEGER, -- a list
	regions INTEGER NOT NULL,
	rss INTEGER, -- and so on: sums over the regions
	pss INTEGER,
	shared_clean INTEGER,
	shared_dirty INTEGER,
	private_clean INTEGER,
	private_dirty INTEGER,
	referenced INTEGER,
	anonymous INTEGER,
	lazy_free INTEGER,
	anon_huge INTEGER,
	swap INTEGER,
	swap_pss INTEGER,
	locked INTEGER,
	page_size INTEGER,
	pss_dirty INTEGER,
	ksm INTEGER,
	shmem_huge INTEGER,
	file_huge INTEGER,
	shared_hugetlb INTEGER,
	private_hugetlb INTEGER,
	PRIMARY KEY (process, first)
) WITHOUT ROWID;

CREATE TABLE sample (
	process INTEGER,
	number INTEGER, -- from 1 on
	chapter INTEGER NOT NULL, -- the sample at which all regions were last written anew
	reading INTEGER NOT NULL, -- reading.first
	program INTEGER NOT NULL, -- program.id
	children INTEGER, -- a list
	gaps INTEGER, -- a list
	wall_ns INTEGER NOT NULL, -- since 1970
	clock_ns INTEGER NOT NULL, -- CLOCK_MONOTONIC
	counters_clock_ns INTEGER NOT NULL, -- when smaps was read; 0 never
	cost_fast_ns INTEGER NOT NULL,
	cost_slow_ns INTEGER NOT NULL,
	duty REAL NOT NULL,
	life INTEGER NOT NULL, -- 0 alive, 1 zombie, 2 exited
	state TEXT NOT NULL, -- R S D T t Z X I ?
	is_exiting INTEGER NOT NULL,
	running_threads INTEGER NOT NULL,
	vsz INTEGER,
	rss INTEGER,
	rss_anon INTEGER,
	rss_file INTEGER,
	rss_shmem INTEGER,
	pss INTEGER,
	uss INTEGER,
	swap INTEGER,
	locked INTEGER,
	page_tables INTEGER,
	peak_vsz INTEGER,
	peak_rss INTEGER,
	minflt INTEGER,
	majflt INTEGER,
	regions INTEGER,
	shared_clean INTEGER,
	shared_dirty INTEGER,
	private_clean INTEGER,
	private_dirty INTEGER,
	anonymous INTEGER,
	referenced INTEGER,
	lazy_free INTEGER,
	anon_huge INTEGER,
	heap INTEGER,
	vm_data INTEGER,
	vm_stack INTEGER,
	vm_exe INTEGER,
	vm_lib INTEGER,
	hugetlb INTEGER,
	threads INTEGER,
	voluntary INTEGER,
	nonvoluntary INTEGER,
	PRIMARY KEY (process, number)
) WITHOUT ROWID;

-- A row when it changed, and of all kinds that there are at the beginning of a chapter.
CREATE TABLE kind_total (
	process INTEGER,
	sample INTEGER,
	kind INTEGER, -- kind.id
	regions INTEGER NOT NULL,
	size INTEGER NOT NULL,
	rss INTEGER,
	pss INTEGER,
	uss INTEGER,
	swap INTEGER,
	PRIMARY KEY (process, sample, kind)
) WITHOUT ROWID;

-- A row holds for the samples from first to last; last is NULL where that is the chapter's end.
CREATE TABLE region (
	process INTEGER,
	first INTEGER,
	start INTEGER,
	last INTEGER,
	end INTEGER NOT NULL,
	offset INTEGER NOT NULL,
	inode INTEGER NOT NULL,
	device_major INTEGER NOT NULL,
	device_minor INTEGER NOT NULL,
	permissions INTEGER NOT NULL, -- 1 read, 2 write, 4 execute, 8 shared
	kind INTEGER NOT NULL, -- kind.id
	is_deleted INTEGER NOT NULL,
	is_stale INTEGER NOT NULL, -- in the reading with which the row begins
	path INTEGER, -- string.id
	module INTEGER, -- string.id of its path
	parts INTEGER, -- a list
	flags INTEGER, -- string.id; NULL unknown
	rss INTEGER,
	pss INTEGER,
	shared_clean INTEGER,
	shared_dirty INTEGER,
	private_clean INTEGER,
	private_dirty INTEGER,
	referenced INTEGER,
	anonymous INTEGER,
	lazy_free INTEGER,
	anon_huge INTEGER,
	swap INTEGER,
	swap_pss INTEGER,
	locked INTEGER,
	page_size INTEGER,
	pss_dirty INTEGER,
	ksm INTEGER,
	shmem_huge INTEGER,
	file_huge INTEGER,
	shared_hugetlb INTEGER,
	private_hugetlb INTEGER,
	PRIMARY KEY (process, first, start)
) WITHOUT ROWID;

CREATE TABLE event (
	id INTEGER PRIMARY KEY, -- from 1 on
	wall_ns INTEGER NOT NULL,
	kind TEXT NOT NULL, -- 'mapped', 'exec', 'note', ...
	region_kind INTEGER NOT NULL, -- kind.id
	address INTEGER NOT NULL,
	text TEXT NOT NULL
);

-- For people: names instead of numbers.
CREATE VIEW region_named AS
SELECT region.process, first, last, printf('%016x', start) AS start,
	printf('%016x', region.end) AS "end", region.end - start AS size, kind.name AS kind,
	ifnull(path.text, '') AS path, ifnull(module.text, '') AS module, rss, pss, swap
FROM region
JOIN kind ON kind.id = region.kind
LEFT JOIN string AS path ON path.id = region.path
LEFT JOIN string AS module ON module.id = region.module;
