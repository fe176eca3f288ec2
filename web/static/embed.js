// 征纳互动 on any page, by one script; docs/api/embedding.md is its contract.
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

  // Pages of one site, in all tabs. Each covers what is private on it while a screen is shared from any of them.
  var shown = 'zhengna.shown';
  // A share that goes on says so every 10 s.
  var shownMs = 30000;
  var here = 'zhengna-' + Math.random().toString(36).slice(2);
  var pages = window.BroadcastChannel && new BroadcastChannel(shown);
  var cover = new CSSStyleSheet();
  // The box is black whatever is in it; what would be shown outside of it (titles, options) does not come up.
  cover.replaceSync(
    '[data-zhengna-private],input[type=password i]' +
      '{filter:brightness(0)!important;opacity:1!important;background:#000!important;color:#000!important;overflow:clip!important}' +
      '[data-zhengna-private][title],[data-zhengna-private] [title],select[data-zhengna-private],[data-zhengna-private] select{pointer-events:none!important}' +
      '[data-zhengna-private] option{display:none!important}',
  );
  var uncovering;
  var marks = null;

  function setCovered(is) {
    document.adoptedStyleSheets = document.adoptedStyleSheets
      .filter(function (each) {
        return each !== cover;
      })
      .concat(is ? cover : []);
    clearTimeout(uncovering);
    if (is) uncovering = setTimeout(setCovered, shownMs);
  }

  // The officer's marks, where this very page is what they see: places in shares of its width and height.
  function draw(list) {
    if (marks) marks.remove();
    if (!list.length) return;
    marks = document.createElement('div');
    marks.style.cssText = 'all:initial;position:fixed;inset:0;z-index:2147483647;pointer-events:none';
    marks.attachShadow({ mode: 'open' }).innerHTML =
      '<svg viewBox="0 0 1 1" preserveAspectRatio="none" width="100%" height="100%" fill="none" stroke="#e5261f" stroke-linecap="round" stroke-linejoin="round">' +
      list
        .map(function (mark) {
          var line = mark.points.map(function (at) {
            return Number(at.x) + ',' + Number(at.y);
          });
          if (line.length === 1) line.push(line[0]);
          return (
            '<polyline vector-effect="non-scaling-stroke" stroke-width="' +
            (mark.shape === 'line' ? 5 : 24) +
            '" points="' +
            line.join(' ') +
            '"/>'
          );
        })
        .join('') +
      '</svg>';
    document.documentElement.appendChild(marks);
  }

  // @param answer tells the frame, in whichever tab it is
  function heedShare(share, answer) {
    setCovered(share.step !== 'end');
    if (share.step === 'begin') {
      // A page that is not painted is not shown either.
      var told = function () {
        answer({ type: 'covered', page: here });
      };
      requestAnimationFrame(function () {
        requestAnimationFrame(told);
      });
      setTimeout(told, 500);
    }
    if (share.step !== 'on' || share.marks) draw(share.page === here && share.marks ? share.marks : []);
  }

  try {
    if (Date.now() - localStorage.getItem(shown) < shownMs) setCovered(true);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  if (pages)
    pages.addEventListener('message', function (event) {
      if (event.data.step) heedShare(event.data, pages.postMessage.bind(pages));
    });
  // A field that showed a password stays private when its eye is clicked.
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (/^password$/i.test(change.oldValue)) change.target.setAttribute('data-zhengna-private', '');
    });
  }).observe(document, { subtree: true, attributeFilter: ['type'], attributeOldValue: true });
  if (navigator.mediaDevices && navigator.mediaDevices.setCaptureHandleConfig && window === top)
    navigator.mediaDevices.setCaptureHandleConfig({ handle: here, permittedOrigins: ['*'] });

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
    var sharing = false;
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
      onLeave();
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
      else if (message.type === 'share' && message.share) passOn(message.share);
      else if (message.type === 'unread' && typeof message.unread === 'number') {
        unread = message.unread;
        label();
      }
    }

    // The frame shows a screen to the officer: all pages of this site hear of it, and those that are loaded meanwhile find it stored.
    function passOn(share) {
      sharing = share.step !== 'end';
      try {
        if (sharing) localStorage.setItem(shown, Date.now());
        else localStorage.removeItem(shown);
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
      }
      if (pages) pages.postMessage(share);
      heedShare(share, send);
    }

    function onCovered(event) {
      if (event.data.type === 'covered') send({ type: 'covered', page: event.data.page });
    }

    // The share ends with its page.
    function onLeave() {
      if (sharing) passOn({ step: 'end' });
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
      onLeave();
      removeEventListener('pagehide', onLeave);
      if (pages) pages.removeEventListener('message', onCovered);
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
    addEventListener('pagehide', onLeave);
    if (pages) pages.addEventListener('message', onCovered);
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
