SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# The same text everywhere, whatever the machine's own language and time zone.
export PYTHONUTF8 := 1
export LC_ALL := C.UTF-8
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH PYTHONHOME

# The sample: what its registers are made up with. measure ends with 3 where rows were set aside, as there are here.
SAMPLE_CITY := 江阴
SAMPLE_CODE := 320281
SAMPLE_MONTH := 2021-03
SAMPLE := --months 12 --entities 277000 --seed 1 --faults usual,check=5,inner=2,length=2,letters=2,division=1,department=1,shared=1,several=1
SET_ASIDE := 3

# Reach the shell as variables, never pasted into a command.
CITY := $(SAMPLE_CITY)
MONTH := $(SAMPLE_MONTH)
FORMATS := html
ANNEX :=
ONLY :=
export CITY MONTH FORMATS ONLY

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# This machine only, token as by default, and no request to the outside for news, updates or extensions. The settings
# folder answers beforehand what JupyterLab would ask about its news on every page.
LAB_OPTIONS := --ServerApp.ip=127.0.0.1 --LabApp.news_url=None --LabApp.extension_manager=readonly \
  --LabApp.app_settings_dir=params/jupyterlab \
  --LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate \
  $(if $(filter 0,$(shell id -u)),--allow-root)

# The longer recipes are handed over whole: the make that macOS brings runs a recipe only line by line.
STRICT := bash -eu -o pipefail -c

# The stamp holds the folder it was made in: an environment copied or moved with its folder still points
# at the old one, and one whose Python is gone starts nothing. Both are made anew.
ifneq ($(shell $(BIN)/python -c '' 2>/dev/null && cat $(READY) 2>/dev/null),$(CURDIR))
STALE := stale
endif

.PHONY: help setup report registers pictures test lab app class bench lint browser office spark stale

help: ## 列出这些命令 · list these commands
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

report: $(READY) ## 生成一城一月的报告 · report of one city and month (CITY=江阴 MONTH=2021-03 FORMATS=html,pdf,docx,xlsx ANNEX=1)
	@$(BIN)/scorecard report --city "$$CITY" --month "$$MONTH" --formats "$$FORMATS" $(if $(filter 1,$(ANNEX)),--annex)

registers: $(READY) ## 样例从头做起：虚构台账，计量为数据，核对不变 · the sample from its beginning: registers made up, counted, checked
	@$(STRICT) "$$REGISTERS"

pictures: $(READY) browser ## 重拍说明里的图 · take the README's pictures anew
	@$(BIN)/python docs/pictures.py

test: $(READY) browser spark ## 全部测试，包括笔记本 · every test, notebooks too
	@status=0; \
	$(STRICT) "$$LINT" || status=$$?; \
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests || status=$$?; \
	$(STRICT) "$$CHECK_NOTEBOOKS" || status=$$?; \
	exit $$status

lab: $(READY) ## 在本机打开 JupyterLab · JupyterLab on this machine only
	@mkdir -p notebooks
	@$(BIN)/jupyter lab $(LAB_OPTIONS) notebooks

app: $(READY) ## 在本机打开试算面板的网页 · the what-if panel as a web page on this machine only (CITY=江阴 MONTH=2021-03)
	@$(BIN)/scorecard app --city "$$CITY" --month "$$MONTH"

class: $(READY) ## 在本机打开培训课程的网页 · the course as web pages on this machine only (CITY=江阴 MONTH=2021-03)
	@$(BIN)/scorecard class --city "$$CITY" --month "$$MONTH"

bench: $(READY) spark office browser ## 测速 · measure speed (ONLY=scoring,codes)
	@$(BIN)/python tests/bench/bench.py "$$ONLY"

lint: $(READY) ## 检查代码写法和类型 · check code style and types
	@$(STRICT) "$$LINT"

setup: $(READY) ## 只准备环境 · only prepare the environment

$(READY): requirements.lock pyproject.toml $(STALE)
	@$(STRICT) "$$PREPARE"

stale: ;

browser:
	@$(STRICT) "$$INSTALL_BROWSER"

office:
	@$(STRICT) "$$INSTALL_OFFICE"

spark: $(READY)
	@$(STRICT) "$$INSTALL_SPARK"

# One writer at a time: a second make waits, then finds the work done. An environment is good only with
# its stamp, which is taken away first and put back last: after an interruption all is made from nothing.
define PREPARE
if command -v flock >/dev/null; then exec 9>.venv.lock; flock 9; fi
made_here() { [ -e $(READY) ] && [ "$$(cat $(READY))" = "$$(pwd -P)" ] && $(BIN)/python -c '' 2>/dev/null; }
if made_here && [ $(READY) -nt requirements.lock ] && [ $(READY) -nt pyproject.toml ]; then exit 0; fi
if ! made_here; then
  python=
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi
  done
  if [ -z "$$python" ]; then
    echo "需要 Python 3.11 或更新版本，本机是：$$(python3 --version 2>&1 || true)。请安装后重试。" >&2
    echo "Python 3.11 or newer is needed; here is: $$(python3 --version 2>&1 || true). Install it and try again." >&2
    exit 1
  fi
  if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv
    else
      echo "$$python 缺少 venv 模块，请安装（Debian、Ubuntu：apt-get install python3-venv）后重试。" >&2
      echo "$$python lacks its venv module: install it (Debian, Ubuntu: apt-get install python3-venv) and try again." >&2
      exit 1
    fi
  fi
  echo "正在准备环境，首次约需几分钟 · preparing the environment, a few minutes the first time"
  rm -rf $(VENV)
  "$$python" -m venv $(VENV)
fi
rm -f $(READY)
if ! $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock; then
  echo "安装依赖失败：请检查网络或软件包索引的设置，原因见上文，然后重试。" >&2
  echo "The packages could not be installed: see the reason above, check the network or pip's index setting, try again." >&2
  exit 1
fi
$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
pwd -P >$(READY)
endef
export PREPARE

# The tests that need these fail with their own message where they are missing; all others still run.
define INSTALL_BROWSER
missing=
[ -x /usr/bin/chromium ] || missing="chromium"
[ -n "$$(find /usr/share/fonts -iname 'NotoSansCJK*' -print -quit 2>/dev/null)" ] || missing="$$missing fonts-noto-cjk"
command -v soffice >/dev/null || missing="$$missing libreoffice-calc-nogui"
[ -n "$$missing" ] || exit 0
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "正在安装 · installing:" $$missing
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; then
    exit 0
  fi
fi
echo "浏览器测试需要 /usr/bin/chromium 和 Noto CJK 字体，工作簿测试需要 LibreOffice，请手工安装：$$missing（Debian、Ubuntu：apt-get install）。" >&2
echo "The browser tests need /usr/bin/chromium and the Noto CJK fonts, those of workbooks LibreOffice; install by hand: $$missing (Debian, Ubuntu: apt-get install)." >&2
endef
export INSTALL_BROWSER

# What needs it says so where it is missing, and goes on.
define INSTALL_OFFICE
if command -v soffice >/dev/null; then exit 0; fi
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "正在安装 · installing: libreoffice-calc-nogui"
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null; then
    exit 0
  fi
fi
echo "重算电子表格需要 LibreOffice，请手工安装（Debian、Ubuntu：apt-get install libreoffice-calc-nogui）。" >&2
echo "Recalculating spreadsheets needs LibreOffice; install it by hand (Debian, Ubuntu: apt-get install libreoffice-calc-nogui)." >&2
endef
export INSTALL_OFFICE

# The figures that its registers give are in the repository already: counted anew, they are the same file to the byte.
define REGISTERS
if [ ! -e "data/registers/$(SAMPLE_CODE)" ]; then
  echo "正在虚构样例城市的台账，约需一分钟 · making up the sample city's registers, about a minute"
  $(BIN)/scorecard simulate --city "$(SAMPLE_CITY)" --month "$(SAMPLE_MONTH)" $(SAMPLE)
fi
kept=data/facts/$(SAMPLE_CODE)/$(SAMPLE_MONTH).parquet
before=$$(cksum <"$$kept")
$(BIN)/scorecard measure --city "$(SAMPLE_CITY)" --month "$(SAMPLE_MONTH)" || [ $$? = $(SET_ASIDE) ]
if [ "$$before" != "$$(cksum <"$$kept")" ]; then
  echo "台账数出的数据与仓库中的 $$kept 不同；台账改过则应如此，否则请用 git diff 查看。" >&2
  echo "The registers give other figures than $$kept held; right if they were changed, else look with git diff." >&2
  exit 1
fi
endef
export REGISTERS

# Here too the tests that need them fail with their own message where they are missing. The stamp is the lock itself.
define INSTALL_SPARK
if command -v flock >/dev/null; then exec 9>.venv.lock; flock 9; fi
stamp=$(VENV)/.spark
if ! cmp -s requirements-spark.lock "$$stamp"; then
  echo "正在安装 Spark，约 450 MB · installing Spark, about 450 MB"
  rm -f "$$stamp"
  if $(BIN)/python -m pip install --quiet --require-hashes --no-build-isolation -r requirements-spark.lock; then
    cp requirements-spark.lock "$$stamp"
  else
    echo "Spark 安装失败：请检查网络或软件包索引的设置，原因见上文，然后重试。" >&2
    echo "Spark could not be installed: see the reason above, check the network or pip's index setting, try again." >&2
  fi
fi
has_java() {
  local java=java
  [ -z "$${JAVA_HOME:-}" ] || java=$$JAVA_HOME/bin/java
  local major=$$("$$java" -version 2>&1 | sed -nE 's/.*version "([0-9]+).*/\1/p')
  [ "$${major:-0}" -ge 17 ]
}
if has_java; then exit 0; fi
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "正在安装 Java · installing Java"
  apt-get update -qq || true
  for package in openjdk-17-jre-headless openjdk-21-jre-headless; do
    if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$package >/dev/null && has_java; then
      exit 0
    fi
  done
fi
echo "Spark 的测试需要 Java 17 或更新版本，请手工安装（Debian、Ubuntu：apt-get install openjdk-17-jre-headless）。" >&2
echo "The Spark tests need Java 17 or newer; install it by hand (Debian, Ubuntu: apt-get install openjdk-17-jre-headless)." >&2
endef
export INSTALL_SPARK

# What it has checked before it keeps in .mypy_cache, so that only what changed is checked anew.
define LINT
$(BIN)/ruff check src tests
$(BIN)/ruff format --check src tests
$(BIN)/mypy
endef
export LINT

# A notebook must give the same output for everybody and every time: the report's executed copies are run
# again and compared cell by cell. No settings, kernels, start-up files, secrets or proxies of the person who
# runs it reach it, and what tries to leave the machine meets a closed port.
define CHECK_NOTEBOOKS
sanitize=()
if [ -f tests/nbval.cfg ]; then sanitize=(--nbval-sanitize-with tests/nbval.cfg); fi
home=$$(mktemp -d)
trap 'rm -rf "$$home"' EXIT
$(BIN)/scorecard report --city "$$CITY" --month "$$MONTH" --output "$$home/report"
clean=(env -i HOME="$$home" TMPDIR="$$home" PATH="$$PWD/$(BIN):/usr/local/bin:/usr/bin:/bin" LC_ALL=$(LC_ALL) TZ=UTC
  PYTHONUTF8=1 PYTHONNOUSERSITE=1
  JUPYTER_NO_CONFIG=1 JUPYTER_CONFIG_DIR="$$home/config" JUPYTER_DATA_DIR="$$home/data"
  JUPYTER_RUNTIME_DIR="$$home/runtime" IPYTHONDIR="$$home/ipython"
  http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 no_proxy=127.0.0.1,localhost)
"$${clean[@]}" $(BIN)/papermill --no-progress-bar --log-level ERROR notebooks/what_if.ipynb "$$home/report/notebooks/what_if.ipynb"
"$${clean[@]}" $(BIN)/papermill --no-progress-bar --log-level ERROR notebooks/plan.ipynb "$$home/report/notebooks/plan.ipynb"
"$${clean[@]}" $(BIN)/papermill --no-progress-bar --log-level ERROR notebooks/rulebook_workshop.ipynb "$$home/report/notebooks/rulebook_workshop.ipynb"
"$${clean[@]}" $(BIN)/python -m pytest --nbval --nbval-current-env $${sanitize[@]+"$${sanitize[@]}"} -p no:xdist -p no:cacheprovider "$$home"/report/notebooks/*.ipynb
endef
export CHECK_NOTEBOOKS
