import { render } from 'preact';
import { App } from './app.js';
import { receive } from './receive.js';
import './topology.css';

render(<App />, document.getElementById('panel')!);
receive();
