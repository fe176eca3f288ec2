/*
 * 征纳互动 on any page, by one script; docs/api/embedding.md is its contract.
 *
 *   <script src="https://interaction.example.gov.cn/embed.js"></script>
 *   <script>
 *     ZhengnaHudong.init({ token: function () { return fetch('/my/token').then(function (r) { return r.text(); }); } });
 *   </script>
 */
(function () {
  'use strict';

  if (window.ZhengnaHudong) return;

  var script = document.currentScript;
  var ownOrigin = script ? new URL(script.src, location.href).origin : location.origin;
  var memory = 'zhengna.open';
  var running = 'zhengna.running';
  // How old the number on the icon may be when the tab comes back.
  var staleMs = 300000;
  var current = null;

  var words = {
    'zh-CN': { icon: '征纳互动', open: '打开征纳互动', unread: '，{n} 条未读', panel: '征纳互动窗口' },
    en: { icon: 'Ask us', open: 'Ask us: open taxpayer interaction', unread: ', {n} unread', panel: 'Taxpayer interaction' },
  };

  var css =
    ':host{all:initial}' +
    '*{box-sizing:border-box}' +
    '.icon{position:fixed;right:max(20px,env(safe-area-inset-right));bottom:max(24px,env(safe-area-inset-bottom));z-index:var(--zhengna-layer);' +
    'display:flex;flex-direction:column;align-items:center;gap:4px;width:72px;padding:10px 6px 8px;border:0;border-radius:18px;' +
    'background:#1d5bb8;color:#fff;font:600 13px/1.3 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;' +
    'box-shadow:0 8px 24px rgba(20,50,110,.3);cursor:pointer}' +
    '.icon:hover{background:#164a98}' +
    '.icon:focus-visible{outline:3px solid #fff;outline-offset:-5px;box-shadow:0 0 0 4px #1d5bb8}' +
    '.icon svg{width:38px;height:38px}' +
    '.badge{position:absolute;top:-6px;right:-4px;min-width:22px;padding:0 6px;border-radius:11px;background:#b0221a;color:#fff;font-size:13px;line-height:22px;text-align:center}' +
    '.panel{position:fixed;right:20px;bottom:24px;z-index:calc(var(--zhengna-layer) + 1);width:420px;height:min(640px,calc(100vh - 48px));border-radius:16px;overflow:hidden;' +
    'transition:width .15s,height .15s;background:#fff;box-shadow:0 16px 48px rgba(20,50,110,.28)}' +
    '.panel iframe{display:block;width:100%;height:100%;border:0;color-scheme:light}' +
    '.panel.large{width:960px;height:min(720px,calc(100vh - 48px))}' +
    '.panel.away{visibility:hidden;pointer-events:none}' +
    '.gone{display:none}' +
    '@media (max-width:520px),(max-height:480px){.panel,.panel.large{right:0;top:var(--zhengna-top,0);bottom:auto;width:100vw;height:var(--zhengna-height,100dvh);border-radius:0;transition:none}}' +
    '@media (prefers-reduced-motion:reduce){.panel{transition:none}}' +
    '@media print{.icon,.panel{display:none}}';

  var face =
    '<svg viewBox="0 0 48 48" aria-hidden="true" focusable="false"><circle cx="24" cy="25" r="19" fill="#fff"/>' +
    '<path d="M8 23a16 16 0 0 1 32 0" fill="none" stroke="#ffd089" stroke-width="4"/>' +
    '<rect x="4" y="21" width="7" height="12" rx="3.5" fill="#ffd089"/><rect x="37" y="21" width="7" height="12" rx="3.5" fill="#ffd089"/>' +
    '<rect x="12" y="17" width="24" height="17" rx="8.5" fill="#123c7c"/>' +
    '<circle cx="19" cy="25" r="2.6" fill="#8fd3ff"/><circle cx="29" cy="25" r="2.6" fill="#8fd3ff"/>' +
    '<path d="M20 30.2q4 2.6 8 0" fill="none" stroke="#8fd3ff" stroke-width="1.8" stroke-linecap="round"/></svg>';

  function remember(key, is) {
    try {
      sessionStorage.setItem(key, is ? '1' : '0');
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }

  function was(key) {
    try {
      return sessionStorage.getItem(key) === '1';
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return false;
    }
  }

  function init(options) {
    if (!options || typeof options.token !== 'function') throw new TypeError('ZhengnaHudong.init needs { token: function }');
    if (current) current.destroy();

    var origin = options.origin ? new URL(options.origin, location.href).origin : ownOrigin;
    var language = options.language === 'en' ? 'en' : 'zh-CN';
    var say = words[language];
    var unread = 0;
    var isOpen = false;
    var counted = 0;
    var question = 0;
    var large = false;
    var title = null;
    var viewport = window.visualViewport;

    var host = document.createElement('div');
    host.style.setProperty('--zhengna-layer', String(typeof options.layer === 'number' ? options.layer : 2147483000));
    var root = host.attachShadow({ mode: 'open' });
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];

    var icon = document.createElement('button');
    icon.type = 'button';
    icon.className = 'icon';
    icon.innerHTML = face;
    var caption = document.createElement('span');
    caption.textContent = say.icon;
    icon.appendChild(caption);
    var badge = document.createElement('span');
    badge.className = 'badge gone';
    badge.setAttribute('aria-hidden', 'true');
    icon.appendChild(badge);

    var panel = document.createElement('div');
    panel.className = 'panel away';
    panel.setAttribute('role', 'dialog');
    panel.setAttribute('aria-label', say.panel);

    var frame = document.createElement('iframe');
    frame.title = say.panel;
    frame.setAttribute(
      'allow',
      'display-capture microphone camera clipboard-write fullscreen autoplay'.replace(/\S+/g, '$& ' + origin + ';'),
    );

    root.appendChild(panel);
    root.appendChild(icon);

    function address() {
      var url = new URL('/window', origin);
      url.searchParams.set('host', location.origin);
      if (options.language) url.searchParams.set('lang', language);
      return url.href;
    }

    function send(message) {
      message.zhengna = 1;
      if (frame.contentWindow) frame.contentWindow.postMessage(message, origin);
    }

    function dress() {
      panel.className = 'panel' + (large ? ' large' : '') + (isOpen ? '' : ' away');
      icon.className = isOpen ? 'icon gone' : 'icon';
    }

    function sayRoom() {
      send({ type: 'room', room: innerWidth >= 1020 && innerHeight >= 560 });
    }

    // A phone's keyboard covers the page.
    function fit() {
      host.style.setProperty('--zhengna-top', viewport.offsetTop + 'px');
      host.style.setProperty('--zhengna-height', viewport.height + 'px');
    }

    // A title that the page changes meanwhile wins.
    function entitle() {
      var away = unread > 0 && (!isOpen || document.hidden);
      var own = title !== null && document.title === title.shown ? title.own : document.title;
      title = away ? { own: own, shown: '(' + (unread > 99 ? '99+' : unread) + ') ' + own } : null;
      if (document.title !== (away ? title.shown : own)) document.title = away ? title.shown : own;
    }

    function label() {
      entitle();
      icon.setAttribute('aria-label', say.open + (unread > 0 ? say.unread.replace('{n}', String(unread)) : ''));
      badge.textContent = unread > 99 ? '99+' : String(unread);
      badge.className = unread > 0 ? 'badge' : 'badge gone';
    }

    function load() {
      if (frame.parentNode) return;
      frame.src = address();
      panel.appendChild(frame);
    }

    function open(quietly) {
      load();
      isOpen = true;
      remember(memory, true);
      dress();
      label();
      if (quietly === true) return;
      frame.focus();
      send({ type: 'opened' });
    }

    function minimise() {
      if (!isOpen) return;
      isOpen = false;
      remember(memory, false);
      dress();
      label();
      icon.focus();
      send({ type: 'minimised' });
    }

    // What goes wrong is told by the window itself once it is opened; the icon shows no number then.
    function count() {
      if (frame.parentNode || document.hidden || Date.now() - counted < staleMs) return;
      counted = Date.now();
      var asked = ++question;
      Promise.resolve()
        .then(options.token)
        .then(function (token) {
          return fetch(origin + '/api/entry/unread', {
            method: 'POST',
            credentials: 'omit',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ token: token }),
          });
        })
        .then(function (response) {
          return response.ok ? response.json() : {};
        })
        .then(
          function (answer) {
            if (asked !== question || frame.parentNode || typeof answer.unread !== 'number') return;
            unread = answer.unread;
            label();
          },
          function () {},
        );
    }

    function restart() {
      unread = 0;
      label();
      counted = 0;
      question += 1;
      count();
      if (!frame.parentNode) return;
      panel.removeChild(frame);
      load();
    }

    function handOverToken() {
      Promise.resolve()
        .then(options.token)
        .then(
          function (token) {
            send(typeof token === 'string' && token !== '' ? { type: 'token', token: token } : { type: 'token-refused' });
          },
          function () {
            send({ type: 'token-refused' });
          },
        );
    }

    function heed(event) {
      if (!frame.contentWindow || event.source !== frame.contentWindow || event.origin !== origin) return;
      var message = event.data;
      if (!message || message.zhengna !== 1) return;
      if (message.type === 'token-wanted') {
        sayRoom();
        handOverToken();
      } else if (message.type === 'size') {
        large = message.expanded === true;
        dress();
      } else if (message.type === 'minimise') minimise();
      // Somebody is waited for or spoken with: the next page of the host goes on with it, minimised.
      else if (message.type === 'running') remember(running, message.running === true);
      else if (message.type === 'unread' && typeof message.unread === 'number') {
        unread = message.unread;
        label();
      }
    }

    function onKey(event) {
      if (event.key === 'Escape' && isOpen && !event.defaultPrevented) minimise();
    }

    // Comes back when the page has replaced its body.
    var watch = new MutationObserver(function () {
      if (!host.isConnected && document.body) document.body.appendChild(host);
    });

    function look() {
      entitle();
      count();
    }

    function destroy() {
      watch.disconnect();
      removeEventListener('resize', sayRoom);
      if (viewport) {
        viewport.removeEventListener('resize', fit);
        viewport.removeEventListener('scroll', fit);
      }
      unread = 0;
      entitle();
      removeEventListener('message', heed);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('visibilitychange', look);
      host.remove();
      current = null;
    }

    icon.addEventListener('click', open);
    addEventListener('message', heed);
    document.addEventListener('keydown', onKey);
    label();
    document.body.appendChild(host);
    watch.observe(document.documentElement, { childList: true, subtree: true });
    addEventListener('resize', sayRoom);
    if (viewport) {
      viewport.addEventListener('resize', fit);
      viewport.addEventListener('scroll', fit);
      fit();
    }
    document.addEventListener('visibilitychange', look);
    if (was(memory)) open(true);
    else if (was(running)) load();
    else count();

    current = { open: open, minimise: minimise, restart: restart, destroy: destroy };
    return current;
  }

  window.ZhengnaHudong = { init: init };
})();
